package wallethub.staff;

/** A text in each of the two languages, for those who edit it. */
record BothLanguages(String en, String ar) {

    private static final int LONGEST = 500;

    BothLanguages {
        if (en.isBlank() || ar.isBlank() || en.length() > LONGEST || ar.length() > LONGEST) {
            throw new IllegalArgumentException("a text has 1 to " + LONGEST + " characters in each language");
        }
    }
}
