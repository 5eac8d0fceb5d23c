package wallethub.id;

import java.util.regex.Pattern;

/** What tells an id of this hub, of any kind, from other people's words in the same place. */
public final class OwnId {

    private static final Pattern FORM = Pattern.compile("[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}");

    private OwnId() {}

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
