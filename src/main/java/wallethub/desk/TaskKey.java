package wallethub.desk;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which task: whose table it is in, and its number there. */
record TaskKey(String source, long number) {

    private static final Pattern TEXT = Pattern.compile("(recharge|books|checkout)-([1-9][0-9]{0,14})");

    static Optional<TaskKey> of(String text) {
        Matcher found = TEXT.matcher(text);
        return found.matches()
                ? Optional.of(new TaskKey(found.group(1), Long.parseLong(found.group(2))))
                : Optional.empty();
    }

    String text() {
        return source + "-" + number;
    }
}
