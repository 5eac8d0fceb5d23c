package wallethub.idp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name somebody logs in with: small letters, digits, dot, hyphen, underscore, at sign; an e-mail address fits. */
record UserName(String text) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._@-]{2,63}");

    UserName {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a user name has 3 to 64 small letters, digits and . _ @ -");
        }
    }

    /** As somebody typed it; empty when it cannot be one. */
    static Optional<UserName> read(String typed) {
        String text = typed.strip().toLowerCase(Locale.ROOT);
        return FORM.matcher(text).matches() ? Optional.of(new UserName(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
