package wallethub.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Properties;
import java.util.function.Supplier;
import wallethub.testing.LoginKeys;

/** The ports and secrets of one data directory: made at its first use, the same ever after, readable by the owner only. */
final class EmbeddedSettings {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Properties values = new Properties();

    private EmbeddedSettings(Path file) {
        this.file = file;
    }

    static EmbeddedSettings of(Path directory) {
        EmbeddedSettings settings = new EmbeddedSettings(directory.resolve("settings.properties"));
        if (Files.exists(settings.file)) {
            try (Reader reader = Files.newBufferedReader(settings.file)) {
                settings.values.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("the settings cannot be read: " + settings.file, e);
            }
        }
        return settings;
    }

    /** An opaque id or password of 128 bits. */
    String opaque(String name) {
        return value(name, () -> HexFormat.of().formatHex(random(16)));
    }

    /** A gateway's signing secret, as Stripe words it. */
    String signingSecret(String name) {
        return value(name, () -> "whsec_" + HexFormat.of().formatHex(random(32)));
    }

    /** A Standard Webhooks secret: base64 of its bytes. */
    String webhookSecret(String name) {
        return value(name, () -> "whsec_" + Base64.getEncoder().encodeToString(random(32)));
    }

    /** A key of 256 bits, in Base64. */
    String key(String name) {
        return value(name, () -> Base64.getEncoder().encodeToString(random(32)));
    }

    String apiKey(String name) {
        return value(name, () -> "sk_test_" + HexFormat.of().formatHex(random(24)));
    }

    /** A private P-256 key as a JWK. */
    String tokenKey(String name) {
        return value(name, () -> LoginKeys.signingKey("k1").toJSONString());
    }

    /** The port of the last time, or the usual one, or a free one when somebody else has it now. */
    int port(String name, int usual) {
        int wanted = Integer.parseInt(values.getProperty(name, Integer.toString(usual)));
        int port = wanted != 0 && FreePorts.isFree(wanted) ? wanted : FreePorts.one();
        return set(name, port);
    }

    /** A port that the person asked for. */
    int set(String name, int port) {
        values.setProperty(name, Integer.toString(port));
        save();
        return port;
    }

    private String value(String name, Supplier<String> made) {
        String known = values.getProperty(name);
        if (known != null) {
            return known;
        }
        String fresh = made.get();
        values.setProperty(name, fresh);
        save();
        return fresh;
    }

    private void save() {
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            try (Writer writer = Files.newBufferedWriter(file)) {
                values.store(writer, "Made for this data directory; delete the directory to start anew.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings cannot be written: " + file, e);
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
