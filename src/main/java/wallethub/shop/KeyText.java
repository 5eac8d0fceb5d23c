package wallethub.shop;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wallethub.id.StoreKeyId;

/**
 * A key as its store has it: {@code whk_} or {@code whc_}, the key's id without its kind, and 256 random bits.
 *
 * @param secret never kept, logged or shown again
 */
record KeyText(KeyUse use, StoreKeyId id, String secret) {

    private static final int SECRET_BYTES = 32;
    private static final Pattern REST = Pattern.compile("([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})");
    private static final String ID = "sky_";

    static KeyText next(KeyUse use, StoreKeyId id, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeyText(use, id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Empty for everything that is not exactly of the form. */
    static Optional<KeyText> read(String text) {
        return Stream.of(KeyUse.values())
                .filter(use -> text.startsWith(use.prefix()))
                .findFirst()
                .flatMap(use -> read(use, text.substring(use.prefix().length())));
    }

    private static Optional<KeyText> read(KeyUse use, String rest) {
        Matcher matcher = REST.matcher(rest);
        return matcher.matches() && StoreKeyId.isValid(ID + matcher.group(1))
                ? Optional.of(new KeyText(use, new StoreKeyId(ID + matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** The whole key. */
    String text() {
        return use.prefix() + id.text().substring(ID.length()) + "_" + secret;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "KeyText[" + id + "]";
    }
}
