package wallethub.operation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The strong entity tag of an answer, from its bytes and its language: another one exactly when the answer is another.
 *
 * @param opaque the tag's text without quotes
 */
record EntityTag(String opaque) {

    private static final int BYTES = 16;
    // RFC 9110, 8.8.3; a tag may hold a comma, so a list is searched and never split.
    private static final Pattern STRONG = Pattern.compile("(?<!W/)\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

    static EntityTag of(byte[] body, String language) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(language.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = Arrays.copyOf(digest.digest(body), BYTES);
            return new EntityTag(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Of a thing whose every change has a version of its own. */
    static EntityTag ofVersion(String version) {
        return new EntityTag(version);
    }

    /** As the header has it. */
    String text() {
        return "\"" + opaque + "\"";
    }

    /** Whether the client has this answer already: weak comparison, {@code *}, lists; what is no tag names nothing. */
    boolean isNamedBy(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        return isAmong(TAG.matcher(ifNoneMatch));
    }

    /** Whether the client means this very one: strong comparison, {@code *}, lists; a weak tag never matches. */
    boolean isMeantBy(String ifMatch) {
        return ifMatch.strip().equals("*") || isAmong(STRONG.matcher(ifMatch));
    }

    private boolean isAmong(Matcher tags) {
        while (tags.find()) {
            if (tags.group(1).equals(opaque)) {
                return true;
            }
        }
        return false;
    }
}
