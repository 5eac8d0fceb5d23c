package wallethub.recharge;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a customer types into a bank's form: {@code W}, eight characters, a check character. Letters that are taken for digits
 * are not in it, and one character mistaken or two neighbours exchanged are found.
 */
record TransferReference(String text) {

    // 31 of them, a prime: with weights that differ, each mistake changes the sum.
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ";
    private static final char PREFIX = 'W';
    private static final int LENGTH = 8;

    static TransferReference next(RandomGenerator random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new TransferReference(PREFIX + letters.toString() + check(letters));
    }

    /** As a bank's statement or a person has it: any case, blanks and dashes, letters for the digits they look like. */
    static Optional<TransferReference> of(String typed) {
        String text = typed.replaceAll("[\\s-]", "")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1')
                .replace('S', '5')
                .replace('U', 'V');
        if (text.length() != LENGTH + 2 || text.charAt(0) != PREFIX) {
            return Optional.empty();
        }
        String letters = text.substring(1, LENGTH + 1);
        boolean fits =
                letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0) && text.charAt(LENGTH + 1) == check(letters);
        return fits ? Optional.of(new TransferReference(text)) : Optional.empty();
    }

    private static char check(CharSequence letters) {
        int sum = 0;
        for (int i = 0; i < letters.length(); i++) {
            sum += (i + 2) * ALPHABET.indexOf(letters.charAt(i));
        }
        return ALPHABET.charAt(Math.floorMod(-sum, ALPHABET.length()));
    }
}
