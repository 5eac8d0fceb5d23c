package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.mapping.Mapping.Attempt;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Mapping.Header;
import wallethub.mapping.Mapping.OnPoison;

class ClassifierTests {

    private static final String RULES = """
              classify:
                - { error: [connect], as: hold }
                - { code: [POISON], as: fatal, onPoison: skip }
                - { status: [409], code: [DUPLICATE], as: success }
                - { status: [409], as: retry }
                - { status: [503], as: outage }
            """;

    @TempDir
    Path root;

    private Mapping mapping;

    @BeforeEach
    void load() {
        String text = MappingFolder.RIGHT.replaceAll("(?s)  classify:.*?(?=deadLetter)", RULES);
        mapping = new MappingFolder(root)
                .write("shop/order.yaml", text)
                .mappings()
                .active()
                .find("shop.order")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "200,,,SUCCESS", "201,,,SUCCESS", "404,,,FATAL", "503,,,OUTAGE", "409,DUPLICATE,,SUCCESS", "409,OTHER,,RETRY",
        "422,POISON,,FATAL", ",,,SUCCESS", ",,connect,HOLD", ",,dns,OUTAGE", ",,tls,OUTAGE", ",,timeout,UNKNOWN",
        ",,reset,UNKNOWN", ",,SOME_CODE,FATAL", ",,POISON,FATAL", "503,,connect,HOLD", "503,,timeout,OUTAGE"
    })
    void theFirstMatchWinsAndExceptionsComeFirst(
            @Nullable Integer status, @Nullable String code, @Nullable String error, Outcome expected) {
        String body = code == null ? null : "{\"error\":{\"code\":\"" + code + "\"}}";
        assertThat(mapping.classify(new Attempt(status, List.of(), body, error)).outcome())
                .isEqualTo(expected);
    }

    @Test
    void aRuleMaySayWhatAPoisonDoesToTheKey() {
        assertThat(mapping.classify(new Attempt(null, List.of(), null, "POISON"))
                        .onPoison())
                .isEqualTo(OnPoison.SKIP);
        assertThat(mapping.classify(new Attempt(404, List.of(), null, null)).onPoison())
                .isEqualTo(OnPoison.PARK_KEY);
    }

    @Test
    void theAnswerBlockReadsTheForeignId() {
        Classification read = mapping.classify(new Attempt(201, List.of(), "{\"id\":\"F-1\"}", null));
        assertThat(read.foreignId()).isEqualTo("F-1");
        assertThat(read.code()).isEqualTo("HTTP_201");
    }

    @Test
    void aBodyThatIsNoJsonIsAText() {
        Classification read = mapping.classify(new Attempt(503, List.of(), "<html>", null));
        assertThat(read.outcome()).isEqualTo(Outcome.OUTAGE);
        assertThat(read.code()).isEqualTo("HTTP_503");
    }

    @Test
    void anAnswerBlockThatFailsIsRecordedAndTheStatusDecides() {
        String text = MappingFolder.RIGHT.replace(
                "{ \"code\": .body.error.code, \"foreignId\": .body.id }", "{ \"code\": reject(\"NO\", \"never\") }");
        Mapping failing = new MappingFolder(root)
                .write("shop/order.yaml", text)
                .mappings()
                .active()
                .find("shop.order")
                .orElseThrow();
        Classification read = failing.classify(new Attempt(503, List.of(), "{}", null));
        assertThat(read.outcome()).isEqualTo(Outcome.OUTAGE);
        assertThat(read.message()).isEqualTo("the answer block failed: NO");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | PT7S",
                "Tue, 31 Mar 2026 08:01:00 GMT | PT1M",
                "Tue, 31 Mar 2026 07:00:00 GMT | PT0S",
                "soon                          | ",
                "-5                            | "
            })
    void retryAfterIsSecondsOrADate(String text, @Nullable Duration expected) {
        Clock clock = Clock.fixed(Instant.parse("2026-03-31T08:00:00Z"), ZoneOffset.UTC);
        assertThat(RetryAfter.parse(text, clock).orElse(null)).isEqualTo(expected);
    }

    @Test
    void theHeaderIsFoundInAnyLetterCase() {
        Attempt attempt = new Attempt(503, List.of(new Header("retry-AFTER", "9")), null, null);
        assertThat(mapping.classify(attempt).retryAfter()).isEqualTo(Duration.ofSeconds(9));
    }
}
