package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates, and what a text costs as SMS: at each limit, one character before and one after. */
class MessageFunctionsTests {

    @ParameterizedTest
    @CsvSource({
        "a, 1, 1",
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "a, 459, 3",
        "a, 460, 4",
        "€, 80, 1",
        "€, 81, 2",
        "€, 152, 2",
        "€, 153, 3",
        "ش, 70, 1",
        "ش, 71, 2",
        "ش, 134, 2",
        "ش, 135, 3",
        "ش, 201, 3",
        "ش, 202, 4",
        "😀, 35, 1",
        "😀, 36, 2",
        "😀, 66, 2",
        "😀, 67, 3",
    })
    void countsSegments(String character, int times, int segments) {
        assertThat(SmsSegments.of(character.repeat(times))).isEqualTo(segments);
    }

    @Test
    void oneCharacterOutsideOfGsmMakesTheWholeTextLong() {
        assertThat(SmsSegments.of("a".repeat(160))).isEqualTo(1);
        assertThat(SmsSegments.of("a".repeat(159) + "ش")).isEqualTo(3);
        assertThat(SmsSegments.of("12.500 د.ك")).isEqualTo(1);
    }

    /** A part has 67 units: 66 and a pair do not fit into one, and the pair is not cut. */
    @Test
    void aPairIsNeverCutInTwo() {
        assertThat(SmsSegments.of("ش".repeat(66) + "😀" + "ش".repeat(66))).isEqualTo(3);
        assertThat(SmsSegments.of("ش".repeat(65) + "😀" + "ش".repeat(67))).isEqualTo(2);
        assertThat(SmsSegments.of("a".repeat(152) + "€" + "a".repeat(152))).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fill(\"{a} and {b-c}, {a}\", .)     | {\"a\":\"1.500\",\"b-c\":2} | \"1.500 and 2, 1.500\"",
                "fill(\"{A} {} {1}\", .)             | {}                        | \"{A} {} {1}\"",
                "fill(.t, .)                         | {\"t\":\"{a}\",\"a\":\"$1 {b}\"} | \"$1 {b}\"",
                "sms-segments(.t, 1)                 | {\"t\":\"abc\"}           | 1",
            })
    void gives(String transform, String document, String expected) throws Exception {
        assertThat(ExactJson.text(mapped(transform, document))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fill(\"{a}\", .)                | {}               | TEMPLATE_VALUE",
                "fill(\"{a}\", .)                | {\"a\":1.5}      | TEMPLATE_VALUE",
                "fill(\"{a}\", .)                | {\"a\":{}}       | TEMPLATE_VALUE",
                "fill(.t, .)                     | {}               | MESSAGE_EMPTY",
                "sms-segments(.t, 1)             | {\"t\":\"  \"}   | MESSAGE_EMPTY",
                "sms-segments(.t, 0)             | {\"t\":\"abc\"}  | MESSAGE_TOO_LONG",
            })
    void refuses(String transform, String document, String code) {
        assertThatThrownBy(() -> mapped(transform, document))
                .isInstanceOfSatisfying(
                        MappingException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static JsonNode mapped(String transform, String document) throws Exception {
        return MappingExpression.compile(transform, Map.of())
                .apply(ExactJson.parse(document.getBytes(StandardCharsets.UTF_8)), Map.of(), Duration.ofSeconds(1));
    }
}
