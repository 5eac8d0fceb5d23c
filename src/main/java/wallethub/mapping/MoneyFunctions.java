package wallethub.mapping;

import static wallethub.mapping.MappingFunction.refusing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Exact decimals inside JSLT, whose own arithmetic and comparison are doubles. */
final class MoneyFunctions {

    /** Larger than any money and any rate; smaller than what would cost time. */
    static final int DIGITS_MAX = 60;

    static final int SCALE_MAX = 30;

    // ASCII digits, no exponent: what a person would write.
    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,30})?");

    static final List<MappingFunction> ALL = List.of(
            refusing("dec", 1, a -> decimal(decimalOf(a[0]))),
            refusing("dec-add", 2, a -> decimal(decimalOf(a[0]).add(decimalOf(a[1])))),
            refusing("dec-sub", 2, a -> decimal(decimalOf(a[0]).subtract(decimalOf(a[1])))),
            refusing("dec-mul", 2, a -> decimal(decimalOf(a[0]).multiply(decimalOf(a[1])))),
            refusing(
                    "dec-cmp",
                    2,
                    a -> ExactJson.NODES.numberNode(decimalOf(a[0]).compareTo(decimalOf(a[1])))),
            refusing("dec-round", 3, a -> decimal(decimalOf(a[0]).setScale(scaleOf(a[1]), modeOf(a[2])))),
            refusing("dec-sum", 1, a -> decimal(sum(a[0]))),
            refusing(
                    "dec-string",
                    2,
                    a -> ExactJson.NODES.textNode(
                            scaled(decimalOf(a[0]), currencyOf(a[1])).toPlainString())),
            refusing("minor-to-major", 2, a -> ExactJson.NODES.textNode(major(a[0], currencyOf(a[1])))),
            refusing(
                    "major-to-minor",
                    2,
                    a -> ExactJson.integer(
                            scaled(decimalOf(a[0]), currencyOf(a[1])).unscaledValue())));

    private MoneyFunctions() {}

    /** Keeps a name from being taken for ordinary arithmetic: what these functions give is a decimal. */
    static boolean givesDecimal(String function) {
        return (function.startsWith("dec") && !function.equals("dec-cmp"))
                || List.of("minor-to-major", "major-to-minor").contains(function);
    }

    private static BigDecimal decimalOf(JsonNode node) {
        if (node.isDouble() || node.isFloat()) {
            throw new MappingException("MONEY_DOUBLE", "a double reached a decimal function");
        }
        if (node.isNumber()) {
            return limited(node.decimalValue());
        }
        if (node.isTextual() && PLAIN.matcher(node.textValue()).matches()) {
            return limited(new BigDecimal(node.textValue()));
        }
        throw new MappingException(
                "BAD_AMOUNT", node.isNull() || node.isMissingNode() ? "an amount is missing" : "not a plain decimal");
    }

    private static JsonNode decimal(BigDecimal value) {
        return ExactJson.decimal(limited(value));
    }

    private static BigDecimal limited(BigDecimal value) {
        if (value.precision() > DIGITS_MAX || Math.abs(value.scale()) > SCALE_MAX) {
            throw new MappingException("BAD_AMOUNT", "a decimal with more digits than any money has");
        }
        return value;
    }

    private static BigDecimal sum(JsonNode array) {
        if (!array.isArray()) {
            throw new MappingException("BAD_AMOUNT", "dec-sum wants an array");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode item : array) {
            sum = limited(sum.add(decimalOf(item)));
        }
        return sum;
    }

    private static int scaleOf(JsonNode node) {
        if (!node.isInt() || node.intValue() < 0 || node.intValue() > SCALE_MAX) {
            throw new MappingException("BAD_ROUNDING", "the scale is a number from 0 to " + SCALE_MAX);
        }
        return node.intValue();
    }

    private static RoundingMode modeOf(JsonNode node) {
        try {
            return RoundingMode.valueOf(node.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new MappingException("BAD_ROUNDING", "the mode is one of java.math.RoundingMode, such as HALF_EVEN");
        }
    }

    private static Currency currencyOf(JsonNode node) {
        Currency currency;
        try {
            currency = Currency.getInstance(node.asText());
        } catch (IllegalArgumentException e) {
            throw new MappingException("CURRENCY_UNKNOWN", "not an ISO 4217 code in capitals");
        }
        if (currency.getDefaultFractionDigits() < 0) {
            throw new MappingException("CURRENCY_UNKNOWN", "this currency has no minor units");
        }
        return currency;
    }

    /** More decimals than the currency has are a refusal, not a rounding. */
    private static BigDecimal scaled(BigDecimal value, Currency currency) {
        try {
            return value.setScale(currency.getDefaultFractionDigits(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw new MappingException(
                    "AMOUNT_PRECISION", "more decimals than " + currency + " has; use dec-round first");
        }
    }

    private static String major(JsonNode minor, Currency currency) {
        if (!minor.isIntegralNumber()) {
            throw new MappingException("BAD_AMOUNT", "minor units are an integer");
        }
        BigInteger units = minor.bigIntegerValue();
        return limited(new BigDecimal(units, currency.getDefaultFractionDigits()))
                .toPlainString();
    }
}
