package wallethub.customer;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import wallethub.money.Money;

/**
 * What a customer's wallet is measured by.
 *
 * @param minimumBalances below it the customer is told; a currency without one has zero
 */
record WalletThresholds(List<Money> minimumBalances) {

    private static final int CURRENCIES_MAX = 50;

    WalletThresholds {
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
        return new WalletThresholds(settings.minimumBalances().keySet().stream()
                .sorted()
                .map(Currency::getInstance)
                .map(settings::minimumBalance)
                .toList());
    }

    Money minimumBalance(Currency currency) {
        return minimumBalances.stream()
                .filter(minimum -> minimum.currency().equals(currency))
                .findFirst()
                .orElseGet(() -> Money.zero(currency));
    }
}
