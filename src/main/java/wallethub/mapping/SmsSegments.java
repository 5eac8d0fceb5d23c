package wallethub.mapping;

/** How many SMS a text takes: 160 characters of GSM-7, or 70 UTF-16 units where one character is outside of it. */
final class SmsSegments {

    // 3GPP TS 23.038: the default alphabet, and the characters that take an escape before them.
    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String GSM_ESCAPED = "\f^{}\\[~]|€";

    // Of a longer text each SMS also carries which part it is.
    private static final int GSM_ALONE = 160;
    private static final int GSM_PART = 153;
    private static final int UCS2_ALONE = 70;
    private static final int UCS2_PART = 67;

    private SmsSegments() {}

    static int of(String text) {
        boolean gsm = text.codePoints().allMatch(c -> units(c, true) > 0);
        int units = text.codePoints().map(c -> units(c, gsm)).sum();
        return units <= (gsm ? GSM_ALONE : UCS2_ALONE)
                ? Math.min(units, 1)
                : parts(text, gsm, gsm ? GSM_PART : UCS2_PART);
    }

    /** No character is cut in two: one that does not fit any more begins the next part. */
    private static int parts(String text, boolean gsm, int size) {
        int parts = 1;
        int filled = 0;
        for (int c : text.codePoints().toArray()) {
            int units = units(c, gsm);
            if (filled + units > size) {
                parts++;
                filled = 0;
            }
            filled += units;
        }
        return parts;
    }

    /** 0 for a character that GSM-7 does not have. */
    private static int units(int character, boolean gsm) {
        if (!gsm) {
            return Character.charCount(character);
        }
        return GSM.indexOf(character) >= 0 ? 1 : GSM_ESCAPED.indexOf(character) >= 0 ? 2 : 0;
    }
}
