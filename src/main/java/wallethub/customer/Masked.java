package wallethub.customer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Personal data as staff see it: enough to tell people apart, and not who they are. There is no way back to the whole. */
public final class Masked {

    private static final String REST = "•••";
    private static final int MOBILE_MIN = 9;
    private static final int MOBILE_BEGIN = 5;
    private static final int MOBILE_END = 2;

    private final String text;

    private Masked(String text) {
        this.text = text;
    }

    /** {@code A••• S•••}: the first letter of each word; of a word of one letter not even that. */
    static Masked name(String name) {
        return new Masked(Arrays.stream(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(Masked::word)
                .collect(Collectors.joining(" ")));
    }

    private static String word(String word) {
        int first = Character.charCount(word.codePointAt(0));
        return first == word.length() ? REST : word.substring(0, first) + REST;
    }

    /** {@code +9665••••••12}: country, the first digit of the operator, and the last two. */
    static Masked mobile(String e164) {
        if (e164.length() < MOBILE_MIN) {
            return new Masked("•".repeat(e164.length()));
        }
        int end = e164.length() - MOBILE_END;
        return new Masked(e164.substring(0, MOBILE_BEGIN) + "•".repeat(end - MOBILE_BEGIN) + e164.substring(end));
    }

    @JsonValue
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Masked masked && masked.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
