package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTests {

    private static final EntityTag TAG = new EntityTag("abc");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"abc\"",
                "W/\"abc\"",
                "*",
                " * ",
                "\"x\", \"abc\"",
                "\"x\",W/\"abc\",\"y\"",
                "\"a,b\" , \"abc\"",
                ", \"abc\","
            })
    void isNamed(String header) {
        assertThat(TAG.isNamedBy(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "'abc'",
                "\"abc",
                "\"ABC\"",
                "\"abcd\"",
                "\"x\", *",
                "w\"ab c\"",
                "\"x,abc\"",
                "\"\"",
                "\"x\"abc\"y\""
            })
    void isNotNamed(String header) {
        assertThat(TAG.isNamedBy(header)).isFalse();
    }

    @Test
    void isAnotherForOtherBytesAndForAnotherLanguage() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        EntityTag tag = EntityTag.of(body, "en");
        assertThat(EntityTag.of(body.clone(), "en")).isEqualTo(tag);
        assertThat(EntityTag.of(body, "ar")).isNotEqualTo(tag);
        assertThat(EntityTag.of("{ }".getBytes(StandardCharsets.UTF_8), "en")).isNotEqualTo(tag);
        assertThat(tag.text()).matches("\"[A-Za-z0-9_-]{22}\"");
    }
}
