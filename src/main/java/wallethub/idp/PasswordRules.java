package wallethub.idp;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which passwords are taken: long ones that nobody else has. Of any characters, and none is asked for.
 *
 * <p>Two people who type the same see the same: passwords are normalised (NFKC) before anything else.
 */
@Component
@WhileIssuing
class PasswordRules {

    static final int SHORTEST = 15;
    static final int LONGEST = 128;

    private final KnownPasswords known;

    PasswordRules(KnownPasswords known) {
        this.known = known;
    }

    /** Why one is not taken. */
    enum Fault {
        TOO_SHORT,
        TOO_LONG,
        HAS_USER_NAME,
        KNOWN
    }

    static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    /** In this order. */
    Optional<Fault> fault(UserName user, String password) {
        String text = normalised(password);
        int length = text.codePointCount(0, text.length());
        if (length < SHORTEST) {
            return Optional.of(Fault.TOO_SHORT);
        }
        if (length > LONGEST) {
            return Optional.of(Fault.TOO_LONG);
        }
        if (text.toLowerCase(Locale.ROOT).contains(user.text())) {
            return Optional.of(Fault.HAS_USER_NAME);
        }
        return known.contains(text) ? Optional.of(Fault.KNOWN) : Optional.empty();
    }
}
