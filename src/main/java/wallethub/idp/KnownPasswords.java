package wallethub.idp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import me.gosimple.nbvcxz.Nbvcxz;
import me.gosimple.nbvcxz.resources.ConfigurationBuilder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Passwords that others try first: what the dictionaries of nbvcxz make of leaked passwords, names and words (repeated, mirrored,
 * with digits for letters), and the operator's own file.
 */
@Component
@WhileIssuing
class KnownPasswords {

    // 2^40 guesses, as nbvcxz counts them: what is put together from few known pieces stays below.
    private static final double LEAST_ENTROPY_BITS = 40;
    private static final int SHA1_HEX = 40;

    // Its dictionaries are large and hardly ever asked.
    private final Supplier<Nbvcxz> dictionaries = SingletonSupplier.of(() -> new Nbvcxz(
            new ConfigurationBuilder().setMinimumEntropy(LEAST_ENTROPY_BITS).createConfiguration()));
    private final Optional<Path> file;

    /** @throws IllegalArgumentException when the file is named and cannot be read */
    KnownPasswords(IdpSettings settings) {
        file = settings.breachedPasswords().isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(settings.breachedPasswords()));
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IllegalArgumentException("hub.idp.breached-passwords names a file that cannot be read");
        }
    }

    /** @param password normalised */
    boolean contains(String password) {
        return isInFile(password) || !dictionaries.get().estimate(password).isMinimumEntropyMet();
    }

    /**
     * Line by line: such files may be larger than our memory, and passwords are seldom set. Published ones have lines that are no
     * UTF-8; those match nothing and stop nothing.
     */
    private boolean isInFile(String password) {
        if (file.isEmpty()) {
            return false;
        }
        String small = password.toLowerCase(Locale.ROOT);
        String sha1 = sha1(password);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file.get()), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> PasswordRules.normalised(line.strip()).toLowerCase(Locale.ROOT))
                    .anyMatch(line -> line.equals(small)
                            || (line.startsWith(sha1) && (line.length() == SHA1_HEX || line.charAt(SHA1_HEX) == ':')));
        } catch (IOException e) {
            throw new UncheckedIOException("hub.idp.breached-passwords cannot be read", e);
        }
    }

    /** As the published lists have it; it protects nothing here. */
    private static String sha1(String password) {
        try {
            byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-1 is part of every Java", e);
        }
    }
}
