package wallethub.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTests {

    private static final Currency KWD = Currency.getInstance("KWD");

    @Test
    void readsAndWritesTheExactScale() {
        assertThat(Money.parse("12.500", KWD)).isEqualTo(new Money(12_500, KWD));
        assertThat(new Money(5, KWD).amount()).isEqualTo("0.005");
        assertThat(new Money(-1_000_000, KWD)).hasToString("-1000.000 KWD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.5",
                "1.5000",
                "1e3",
                "+1.000",
                "01.000",
                "1,000.000",
                "١.٠٠٠",
                " 1.000",
                "NaN",
                "9999999999999999.000"
            })
    void refusesWhatIsNotAnExactAmount(String text) {
        assertThatThrownBy(() -> Money.parse(text, KWD)).isInstanceOf(MoneyFormatException.class);
    }

    @Test
    void refusesToCombineCurrenciesAndToOverflow() {
        assertThatThrownBy(() -> Money.ofMinor(1, "KWD").plus(Money.ofMinor(1, "USD")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Money.ofMinor(Long.MAX_VALUE, "KWD").plus(Money.ofMinor(1, "KWD")))
                .isInstanceOf(ArithmeticException.class);
    }
}
