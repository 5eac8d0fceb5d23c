package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile document can do to a transform: nothing but be refused. */
class TransformLimitsTests {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    @Timeout(5)
    void loopsInLoopsEndInTime() {
        String items = "1,".repeat(20_000) + "1";
        refused("TRANSFORM_TIME", "[for (.a) size([for ($all.v) [for ($all.v) .]])]", items);
    }

    @Test
    @Timeout(5)
    void loopsOverWhatTheTransformMadeItselfEndInTime() {
        String items = "1,".repeat(20_000) + "1";
        refused("TRANSFORM_TIME", "let made = [for ($all.v) .] [for ($made) size([for ($made) {\"x\": .}])]", items);
    }

    @Test
    @Timeout(5)
    void aRecursionWithoutEndIsFatalForTheMessageOnly() {
        refused("TRANSFORM_STACK_OVERFLOW", "def f(x) [f($x)] f(.)", "1");
        assertThat(apply("size(.a)", "1")).isEqualTo("1");
    }

    @Test
    @Timeout(5)
    void aRecursionWithoutEndThatNeedsNoStackLongerEndsInTime() {
        refused(
                "TRANSFORM_TIME",
                "def f(x, n) if ($n > 100) 1 else f($x, $n + 1) { \"r\": [for ($all.v) f(., 0)] }",
                "1,".repeat(50_000) + "1");
    }

    @Test
    @Timeout(5)
    void aPatternThatNeverEndsEndsInTime() {
        refused("TRANSFORM_TIME", "test(.t, \"^(a+a+)+\\\\1z$\")", "1],\"t\":\"" + "a".repeat(40) + "b\",\"z\":[1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":"})
    void aDeepDocumentIsRefused(String open) {
        assertThatThrownBy(() -> ExactJson.parse(open.repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_LIMIT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "{\"a\":01}", "nul", "{\"a\":NaN}"})
    void whatIsNotOneDocumentIsRefused(String text) {
        assertThatThrownBy(() -> ExactJson.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("MALFORMED_JSON"));
    }

    @Test
    void aRefusalQuotesNothingOfTheDocument() {
        assertThatThrownBy(() -> ExactJson.parse("{\"secret\":\"s3cr3t\" x".getBytes(StandardCharsets.UTF_8)))
                .message()
                .doesNotContain("s3cr3t");
        assertThatThrownBy(() -> apply("parse-url(.t)", "1],\"t\":\"s3cr3t\",\"z\":[1"))
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void aNumberOfAThousandDigitsIsRefused() {
        assertThatThrownBy(() -> ExactJson.parse("9".repeat(1_000).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_LIMIT"));
    }

    @Test
    void aDocumentOverTheLimitIsRefusedBeforeItIsRead(@TempDir Path root) {
        Mapping mapping = new MappingFolder(root)
                .right()
                .mappings()
                .active()
                .find("shop.order")
                .orElseThrow();
        assertThatThrownBy(() -> mapping.transform(new byte[1024 * 1024 + 1], new MappingContext(Map.of())))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("DOCUMENT_TOO_LARGE"));
    }

    @Test
    void decimalsKeepTheirScaleAndAreWrittenPlain() {
        byte[] text = "{\"a\":1000.00,\"b\":0.00000001,\"c\":12345678901234567890.10}".getBytes(StandardCharsets.UTF_8);
        assertThat(ExactJson.bytes(ExactJson.parse(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {".d + 1", ".d == 1.0", ".d < 2", ".d - .d", "1 + .d"})
    void anOperatorOnADecimalNumberIsRefusedWhenItMeetsOne(String transform) {
        assertThatThrownBy(() -> apply(transform, "1],\"d\":1.5,\"z\":[1"))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("MONEY_DOUBLE"));
    }

    @Test
    void aDoubleInTheOutputIsRefusedWithItsPath() {
        assertThatThrownBy(() -> DoubleGuard.check(ExactJson.NODES
                        .objectNode()
                        .set("lines", ExactJson.NODES.arrayNode().add(0.5))))
                .isInstanceOf(MappingException.class)
                .hasMessage("a double at .lines[0]");
    }

    private static void refused(String code, String transform, String items) {
        assertThatThrownBy(() -> apply(transform, items))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String apply(String transform, String items) {
        try {
            String text = "{\"a\":[" + items + "]}";
            return ExactJson.text(MappingExpression.compile("let all = { \"v\": .a } " + transform, Map.of())
                    .apply(ExactJson.parse(text.getBytes(StandardCharsets.UTF_8)), Map.of(), SHORT));
        } catch (MappingExpression.CompileException e) {
            throw new AssertionError(e);
        }
    }
}
