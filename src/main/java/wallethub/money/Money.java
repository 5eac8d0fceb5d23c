package wallethub.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * An exact amount: minor units of one ISO 4217 currency, of either sign.
 *
 * <p>Arithmetic throws {@link ArithmeticException} on overflow and {@link IllegalArgumentException} across currencies;
 * nothing here rounds.
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

    // ASCII digits only; 18 digits in all keep every value inside a long.
    private static final Pattern PLAIN = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?");

    public Money {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("currency " + currency + " has no minor units");
        }
    }

    public static Money ofMinor(long minorUnits, String currencyCode) {
        return new Money(minorUnits, Currency.getInstance(currencyCode));
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * Reads {@code "12.500"}: plain decimal, ASCII digits, exactly as many decimals as the currency has.
     *
     * @throws MoneyFormatException for anything else; too many decimals is a refusal, never a rounding
     */
    public static Money parse(String text, Currency currency) {
        if (!PLAIN.matcher(text).matches()) {
            throw new MoneyFormatException("an amount is a plain decimal of ASCII digits");
        }
        BigDecimal value = new BigDecimal(text);
        int scale = currency.getDefaultFractionDigits();
        if (value.scale() != scale) {
            throw new MoneyFormatException(currency + " amounts have exactly " + scale + " decimals");
        }
        return new Money(value.unscaledValue().longValueExact(), currency);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minorUnits, same(other).minorUnits), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minorUnits), currency);
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    public boolean isNegative() {
        return minorUnits < 0;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(minorUnits, same(other).minorUnits);
    }

    /** The amount alone, at the exact scale of its currency: {@code "12.500"}. */
    public String amount() {
        return BigDecimal.valueOf(minorUnits)
                .movePointLeft(scale())
                .setScale(scale(), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    public String currencyCode() {
        return currency.getCurrencyCode();
    }

    private int scale() {
        return currency.getDefaultFractionDigits();
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot combine " + currency + " with " + other.currency);
        }
        return other;
    }

    @Override
    public String toString() {
        return amount() + " " + currency;
    }
}
