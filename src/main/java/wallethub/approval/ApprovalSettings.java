package wallethub.approval;

import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.money.Money;

/**
 * How much one person may ask for, how much wants a checker of large amounts, and how long a request waits.
 *
 * @param limits by currency; each overrides the default of that currency whole
 * @param lifetime how long a request waits for its decision
 * @param openMax how many requests of one person may wait at a time
 * @param batch how many overdue requests one run of the schedule ends
 */
@ConfigurationProperties("hub.approval")
record ApprovalSettings(
        @DefaultValue Map<String, Limits> limits,
        @DefaultValue("72h") Duration lifetime,
        @DefaultValue("200") int openMax,
        @DefaultValue("500") int batch) {

    private static final Limits DINARS = new Limits("5000.000", "500.000");
    private static final Limits RIYALS = new Limits("50000.00", "5000.00");
    private static final Map<String, Limits> DEFAULTS = Map.of(
            "KWD", DINARS,
            "BHD", DINARS,
            "OMR", DINARS,
            "SAR", RIYALS,
            "AED", RIYALS,
            "QAR", RIYALS,
            "USD", new Limits("15000.00", "1500.00"));
    private static final Duration LONGEST = Duration.ofDays(30);

    ApprovalSettings {
        Map<String, Limits> all = new HashMap<>(DEFAULTS);
        // An environment variable's part of the name comes in small letters.
        limits.forEach((currency, limit) -> all.put(currency.toUpperCase(Locale.ROOT), limit));
        all.forEach((currency, limit) -> limit.check(Currency.getInstance(currency)));
        limits = Map.copyOf(all);
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("hub.approval.lifetime is positive and at most " + LONGEST);
        }
        if (openMax < 1 || openMax > 10_000 || batch < 1 || batch > 5_000) {
            throw new IllegalArgumentException("hub.approval: open-max is 1 to 10000, batch is 1 to 5000");
        }
    }

    /**
     * Amounts as decimals at the exact scale of the currency; both count amounts without their sign.
     *
     * @param daily what one person may ask for on one day of the business, in all
     * @param large above it the action's checker of large amounts decides
     */
    record Limits(String daily, String large) {

        private static final String WHOLE = "hub.approval.limits name daily and large together";

        Limits {
            Objects.requireNonNull(daily, WHOLE);
            Objects.requireNonNull(large, WHOLE);
        }

        private void check(Currency currency) {
            if (Money.parse(daily, currency).isNegative()
                    || Money.parse(large, currency).isNegative()) {
                throw new IllegalArgumentException("hub.approval.limits of " + currency + " are not negative");
            }
        }
    }
}
