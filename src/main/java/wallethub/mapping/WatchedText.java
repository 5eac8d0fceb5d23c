package wallethub.mapping;

/** A text that a regular expression cannot read for ever: every so many characters the deadline is checked. */
final class WatchedText implements CharSequence {

    private static final int CHARACTERS_BETWEEN_CHECKS = 4096;

    private final String text;
    private int read;

    WatchedText(String text) {
        this.text = text;
    }

    @Override
    public char charAt(int index) {
        if (++read % CHARACTERS_BETWEEN_CHECKS == 0) {
            Deadline.check();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
