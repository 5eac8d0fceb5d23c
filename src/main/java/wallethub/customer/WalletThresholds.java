package wallethub.customer;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * What a customer's wallet is measured by.
 *
 * @param minimumBalances below it the customer is told; a currency without one has zero
 * @param marginPercent how much more than the minimum, in percent of it, there must be until a low balance is over; 10 when it
 *     is not said
 */
record WalletThresholds(
        List<Money> minimumBalances, @Nullable Integer marginPercent) {

    private static final int CURRENCIES_MAX = 50;
    private static final int MARGIN_PERCENT = 10;
    private static final int MARGIN_PERCENT_MAX = 100;

    WalletThresholds {
        if (marginPercent == null) {
            marginPercent = MARGIN_PERCENT;
        }
        if (marginPercent < 0 || marginPercent > MARGIN_PERCENT_MAX) {
            throw new IllegalArgumentException("a margin is between 0 and " + MARGIN_PERCENT_MAX + " percent");
        }
        minimumBalances = List.copyOf(minimumBalances);
        Set<Currency> seen = new HashSet<>();
        if (minimumBalances.size() > CURRENCIES_MAX
                || !minimumBalances.stream().allMatch(minimum -> seen.add(minimum.currency()))) {
            throw new IllegalArgumentException(
                    "each currency has one minimum, and there are at most " + CURRENCIES_MAX);
        }
        if (minimumBalances.stream().anyMatch(Money::isNegative)) {
            throw new IllegalArgumentException("a minimum balance is not negative");
        }
    }

    /** Those of the configuration. */
    static WalletThresholds of(CustomerSettings settings) {
        return new WalletThresholds(
                settings.minimumBalances().keySet().stream()
                        .sorted()
                        .map(Currency::getInstance)
                        .map(settings::minimumBalance)
                        .toList(),
                null);
    }

    Money minimumBalance(Currency currency) {
        return minimumBalances.stream()
                .filter(minimum -> minimum.currency().equals(currency))
                .findFirst()
                .orElseGet(() -> Money.zero(currency));
    }

    /** What alerts about the balance go by; without a minimum only a debt is told. */
    List<BalanceBound> bounds(Currency currency) {
        Money zero = Money.zero(currency);
        Money minimum = minimumBalance(currency);
        return List.of(
                minimum.isZero()
                        ? BalanceBound.endingOnly(AlertKind.LOW_BALANCE, zero)
                        : new BalanceBound(AlertKind.LOW_BALANCE, minimum, minimum.plus(margin(minimum))),
                new BalanceBound(AlertKind.DEBT, zero, zero));
    }

    /** Rounded up to the next minor unit. */
    private Money margin(Money minimum) {
        int percent = marginPercent == null ? MARGIN_PERCENT : marginPercent;
        return new Money(
                Math.ceilDiv(Math.multiplyExact(minimum.minorUnits(), (long) percent), 100L), minimum.currency());
    }
}
