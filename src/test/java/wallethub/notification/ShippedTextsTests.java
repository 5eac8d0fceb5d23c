package wallethub.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The texts as people see them: every sample that {@code ./hub test} proves, looked at as a screen lays it out. */
class ShippedTextsTests {

    private static final List<String> FILES = List.of(
            "login-code",
            "recharge-succeeded",
            "recharge-failed",
            "payment-reversed",
            "wallet-refunded",
            "invoice-deducted",
            "order-not-paid",
            "order-paid",
            "hold-captured",
            "order-refunded",
            "order-rescued",
            "order-rescue-reversed");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9.]*[0-9]");
    private static final Pattern OTHER_DIGITS = Pattern.compile("[\\p{Nd}&&[^0-9]]");

    @Test
    void numbersReadFromLeftToRightInBothLanguages() throws IOException {
        int seen = 0;
        for (Map.Entry<String, String> text : texts("ar").entrySet()) {
            Bidi layout = new Bidi(text.getValue(), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
            assertThat(layout.baseIsLeftToRight()).as(text.getKey()).isFalse();
            Matcher number = NUMBER.matcher(text.getValue());
            while (number.find()) {
                seen++;
                for (int i = number.start(); i < number.end(); i++) {
                    assertThat(layout.getLevelAt(i))
                            .as("%s: %s", text.getKey(), number.group())
                            .isEqualTo(layout.getLevelAt(number.start()))
                            .matches(level -> level % 2 == 0);
                }
            }
        }
        for (Map.Entry<String, String> text : texts("en").entrySet()) {
            assertThat(new Bidi(text.getValue(), Bidi.DIRECTION_DEFAULT_RIGHT_TO_LEFT).isLeftToRight())
                    .as(text.getKey())
                    .isTrue();
        }
        assertThat(seen).isGreaterThan(8);
    }

    @Test
    void digitsAreAsciiAndAnArabicTextIsArabic() throws IOException {
        for (Map.Entry<String, String> text : texts("ar").entrySet()) {
            assertThat(OTHER_DIGITS.matcher(text.getValue()).find())
                    .as(text.getKey())
                    .isFalse();
            assertThat(text.getValue()).as(text.getKey()).doesNotContainPattern("[A-Za-z{}]");
        }
        for (Map.Entry<String, String> text : texts("en").entrySet()) {
            assertThat(text.getValue()).as(text.getKey()).matches("[\\x20-\\x7e]+");
        }
    }

    private static Map<String, String> texts(String language) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String file : FILES) {
            JsonNode mapping = new YAMLMapper()
                    .readTree(Path.of("mappings/notify", file + ".yaml").toFile());
            List<JsonNode> samples = new ArrayList<>();
            mapping.path("samples").forEach(samples::add);
            for (JsonNode sample : samples) {
                String text = sample.at("/expect/texts/" + language + "/text").asText("");
                if (!text.isEmpty()) {
                    texts.put(file + ": " + sample.path("name").asText(), text);
                }
            }
        }
        assertThat(texts).hasSizeGreaterThanOrEqualTo(7);
        return texts;
    }
}
