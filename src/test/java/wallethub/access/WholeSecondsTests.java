package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeSecondsTests {

    @ParameterizedTest
    @CsvSource({
        "PT-5S,          1",
        "PT0S,           1",
        "PT0.000000001S, 1",
        "PT1S,           1",
        "PT1.000000001S, 2",
        "PT1.001S,       2",
        "PT59.999S,      60",
        "PT24H,          86400"
    })
    void isRoundedUpAndAtLeastOne(Duration wait, long seconds) {
        assertThat(WholeSeconds.of(wait)).isEqualTo(seconds);
    }
}
