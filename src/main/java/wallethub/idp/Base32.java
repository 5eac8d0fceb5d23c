package wallethub.idp;

import java.math.BigInteger;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bytes as people read and type them: RFC 4648, without padding; whole groups of five bytes only. */
final class Base32 {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int GROUP_BYTES = 5;
    private static final int SHOWN_GROUP = 4;

    private Base32() {}

    static String text(byte[] bytes) {
        if (bytes.length == 0 || bytes.length % GROUP_BYTES != 0) {
            throw new IllegalArgumentException("whole groups of five bytes");
        }
        BigInteger number = new BigInteger(1, bytes);
        int length = bytes.length * 8 / 5;
        return IntStream.range(0, length)
                .map(place -> number.shiftRight(5 * (length - 1 - place)).intValue() & 31)
                .mapToObj(value -> String.valueOf(LETTERS.charAt(value)))
                .collect(Collectors.joining());
    }

    /** In groups of four, for the eye. */
    static String grouped(String text) {
        return text.replaceAll("(.{" + SHOWN_GROUP + "})(?!$)", "$1-");
    }

    /** What somebody typed or pasted, with or without its groups. */
    static String ungrouped(String typed) {
        return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }
}
