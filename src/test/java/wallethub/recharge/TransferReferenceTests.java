package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferReferenceTests {

    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRTVWXYZ";
    private final Random random = new Random(4);

    @Test
    void isShortAndReadAsPeopleTypeIt() {
        String text = TransferReference.next(random).text();
        assertThat(text).matches("W[0-9A-HJKMNPQRTV-Z]{9}");
        String typed = " w-" + text.substring(1, 5).toLowerCase(Locale.ROOT) + " " + text.substring(5);
        assertThat(TransferReference.of(typed)).hasValue(new TransferReference(text));
        assertThat(TransferReference.of(text.replace('0', 'o').replace('1', 'l').replace('5', 'S')))
                .hasValue(new TransferReference(text));
    }

    @Test
    void everyWrongCharacterAndEveryExchangeOfNeighboursIsFound() {
        for (int i = 0; i < 50; i++) {
            String text = TransferReference.next(random).text();
            for (int place = 1; place < text.length(); place++) {
                for (int letter = 0; letter < LETTERS.length(); letter++) {
                    char other = LETTERS.charAt(letter);
                    if (other != text.charAt(place)) {
                        assertThat(TransferReference.of(text.substring(0, place) + other + text.substring(place + 1)))
                                .isEmpty();
                    }
                }
            }
            for (int place = 1; place + 1 < text.length(); place++) {
                if (text.charAt(place) != text.charAt(place + 1)) {
                    String exchanged = text.substring(0, place)
                            + text.charAt(place + 1)
                            + text.charAt(place)
                            + text.substring(place + 2);
                    assertThat(TransferReference.of(exchanged)).as(exchanged).isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsNoReferenceIsNone() {
        for (String text : new String[] {"", "W", "RCH-1", "W000000000000", "X000000000", "W00000000é"}) {
            assertThat(TransferReference.of(text)).isEmpty();
        }
    }
}
