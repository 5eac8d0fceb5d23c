package wallethub.operation;

/** A sentence for people in both languages; an answer carries it in the caller's, as a plain string. */
public record LocalText(String english, String arabic) {

    /** The same sentence with a value in it, each having one {@code %s}. */
    public LocalText with(Object value) {
        // Isolated, so that an amount or a reference keeps its own order within Arabic.
        return new LocalText(english.formatted(value), arabic.formatted("\u2066" + value + "\u2069"));
    }

    public String in(String language) {
        return language.startsWith("ar") ? arabic : english;
    }
}
