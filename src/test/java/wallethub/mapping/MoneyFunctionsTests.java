package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact decimals of JSLT, each function with what it gives and what it refuses. */
class MoneyFunctionsTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dec(.a)                                     | {\"a\":1000.00}            | 1000.00",
                "dec(.a)                                     | {\"a\":\"9007199254740993.10\"} | 9007199254740993.10",
                "dec-add(.a, .b)                             | {\"a\":\"0.1\",\"b\":0.2}  | 0.3",
                "dec-sub(.a, .b)                             | {\"a\":\"0.3\",\"b\":\"0.1\"} | 0.2",
                "dec-mul(.a, .b)                             | {\"a\":\"1.15\",\"b\":100} | 115.00",
                "dec-cmp(.a, .b)                             | {\"a\":\"1.0\",\"b\":\"1.00\"} | 0",
                "dec-cmp(.a, .b)                             | {\"a\":\"9007199254740993\",\"b\":\"9007199254740992\"} | 1",
                "dec-round(.a, 2, \"half-even\")             | {\"a\":\"2.345\"}          | 2.34",
                "dec-round(.a, 2, \"HALF_UP\")               | {\"a\":\"2.345\"}          | 2.35",
                "dec-sum(.a)                                 | {\"a\":[\"0.1\",\"0.2\",0.3]} | 0.6",
                "dec-string(.a, \"KWD\")                     | {\"a\":\"12.5\"}           | \"12.500\"",
                "dec-string(.a, \"JPY\")                     | {\"a\":\"12.0\"}           | \"12\"",
                "minor-to-major(.a, \"KWD\")                 | {\"a\":5120}               | \"5.120\"",
                "minor-to-major(.a, \"SAR\")                 | {\"a\":1}                  | \"0.01\"",
                "major-to-minor(.a, \"KWD\")                 | {\"a\":\"5.12\"}           | 5120"
            })
    void gives(String transform, String document, String expected) {
        assertThat(mapped(transform, document)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dec(.a)                       | {\"a\":\"1e3\"}    | BAD_AMOUNT",
                "dec(.a)                       | {\"a\":\"١٢\"}     | BAD_AMOUNT",
                "dec(.a)                       | {\"a\":\" 1\"}     | BAD_AMOUNT",
                "dec(.a)                       | {\"a\":true}       | BAD_AMOUNT",
                "dec(.a)                       | {}                 | BAD_AMOUNT",
                "dec(.a)                       | {\"a\":1e99}       | BAD_AMOUNT",
                "dec(1.5)                      | {}                 | MONEY_DOUBLE",
                "dec-sum(.a)                   | {\"a\":\"1\"}      | BAD_AMOUNT",
                "dec-round(.a, 99, \"UP\")     | {\"a\":\"1\"}      | BAD_ROUNDING",
                "dec-round(.a, 2, \"nearest\") | {\"a\":\"1\"}      | BAD_ROUNDING",
                "dec-string(.a, \"KWD\")       | {\"a\":\"0.0001\"} | AMOUNT_PRECISION",
                "dec-string(.a, \"kwd\")       | {\"a\":\"1\"}      | CURRENCY_UNKNOWN",
                "dec-string(.a, \"XAU\")       | {\"a\":\"1\"}      | CURRENCY_UNKNOWN",
                "minor-to-major(.a, \"KWD\")   | {\"a\":\"5\"}      | BAD_AMOUNT",
                "minor-to-major(.a, \"KWD\")   | {\"a\":5.0}        | BAD_AMOUNT",
                "major-to-minor(.a, \"SAR\")   | {\"a\":\"0.001\"}  | AMOUNT_PRECISION"
            })
    void refuses(String transform, String document, String code) {
        assertThatThrownBy(() -> mapped(transform, document))
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Ten thousand random sums, differences and products come out as BigDecimal's, digit for digit. */
    @Test
    void arithmeticIsBigDecimals() {
        long seed = 20260331;
        Random random = new Random(seed);
        MappingExpression add = compiled("dec-add(.a, .b)");
        MappingExpression sub = compiled("dec-sub(.a, .b)");
        MappingExpression mul = compiled("dec-mul(.a, .b)");
        MappingExpression cmp = compiled("dec-cmp(.a, .b)");
        for (int i = 0; i < 2_500; i++) {
            BigDecimal a = decimal(random);
            BigDecimal b = decimal(random);
            // One as a number, the other as a text.
            String document = "{\"a\":" + a.toPlainString() + ",\"b\":\"" + b.toPlainString() + "\"}";
            assertThat(run(add, document))
                    .as("seed %d", seed)
                    .isEqualTo(a.add(b).toPlainString());
            assertThat(run(sub, document))
                    .as("seed %d", seed)
                    .isEqualTo(a.subtract(b).toPlainString());
            assertThat(run(mul, document))
                    .as("seed %d", seed)
                    .isEqualTo(a.multiply(b).toPlainString());
            assertThat(run(cmp, document)).as("seed %d", seed).isEqualTo(String.valueOf(a.compareTo(b)));
        }
    }

    @Test
    void minorUnitsThereAndBackAreTheSame() {
        Random random = new Random(7);
        MappingExpression there = compiled("minor-to-major(.a, .c)");
        MappingExpression back = compiled("major-to-minor(.a, .c)");
        for (String currency : new String[] {"KWD", "SAR", "JPY"}) {
            for (int i = 0; i < 500; i++) {
                long minor = random.nextLong(1_000_000_000_000_000L);
                String major = run(there, "{\"a\":" + minor + ",\"c\":\"" + currency + "\"}");
                assertThat(run(back, "{\"a\":" + major + ",\"c\":\"" + currency + "\"}"))
                        .isEqualTo(String.valueOf(minor));
            }
        }
    }

    private static BigDecimal decimal(Random random) {
        BigInteger digits = new BigInteger(1 + random.nextInt(80), random);
        BigDecimal value = new BigDecimal(digits, random.nextInt(5));
        return random.nextBoolean() ? value : value.negate();
    }

    private static String mapped(String transform, String document) {
        return run(compiled(transform), document);
    }

    private static MappingExpression compiled(String transform) {
        try {
            return MappingExpression.compile(transform, Map.of());
        } catch (MappingExpression.CompileException e) {
            throw new AssertionError(e);
        }
    }

    private static String run(MappingExpression expression, String document) {
        return ExactJson.text(expression.apply(
                ExactJson.parse(document.getBytes(StandardCharsets.UTF_8)), Map.of(), MappingLimits.DEFAULT.time()));
    }
}
