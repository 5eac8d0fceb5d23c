package wallethub.customer;

import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.money.Money;

/**
 * What a customer's wallet is measured by.
 *
 * @param minimumBalances by currency, at its exact scale: below it the customer is told; each overrides the default of
 *     that currency, and a currency without one has zero
 */
@ConfigurationProperties("hub.customer")
record CustomerSettings(@DefaultValue Map<String, String> minimumBalances) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "KWD", "5.000", "BHD", "5.000", "OMR", "5.000", "SAR", "50.00", "AED", "50.00", "QAR", "50.00", "USD",
            "15.00");

    CustomerSettings {
        Map<String, String> all = new HashMap<>(DEFAULTS);
        // An environment variable's part of the name comes in small letters.
        minimumBalances.forEach((currency, minimum) -> all.put(currency.toUpperCase(Locale.ROOT), minimum));
        all.forEach((currency, minimum) -> {
            if (Money.parse(minimum, Currency.getInstance(currency)).isNegative()) {
                throw new IllegalArgumentException("hub.customer.minimum-balances of " + currency + " is negative");
            }
        });
        minimumBalances = Map.copyOf(all);
    }

    Money minimumBalance(Currency currency) {
        String minimum = minimumBalances.get(currency.getCurrencyCode());
        return minimum == null ? Money.zero(currency) : Money.parse(minimum, currency);
    }
}
