package wallethub.login;

import java.security.SecureRandom;
import java.util.Locale;

/** Six decimal digits, leading zeros kept, every one of the million as likely. */
final class OneTimeCode {

    private static final int CODES = 1_000_000;

    private OneTimeCode() {}

    static String next(SecureRandom random) {
        return String.format(Locale.ROOT, "%06d", random.nextInt(CODES));
    }

    /** The code in ASCII digits, whatever digits the keyboard had. */
    static String folded(String typed) {
        StringBuilder ascii = new StringBuilder(typed.length());
        typed.codePoints().forEach(point -> {
            int digit = Character.digit(point, 10);
            if (digit >= 0) {
                ascii.append((char) ('0' + digit));
            } else {
                ascii.appendCodePoint(point);
            }
        });
        return ascii.toString();
    }
}
