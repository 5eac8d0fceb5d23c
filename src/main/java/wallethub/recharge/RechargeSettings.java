package wallethub.recharge;

import java.net.URI;
import java.time.Duration;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.money.Money;

/**
 * What a recharge may be, and how patiently its money is asked after.
 *
 * @param limits by currency; each overrides the default of that currency whole
 * @param returnUrls origins (scheme, host, port) that a customer may be sent back to
 * @param publicUrl where the customer's browser reaches this hub
 * @param checkoutLifetime how long a hosted checkout can be paid; gateways want 30 minutes to 24 hours
 * @param orphanPauses how long an event waits for its recharge, by the age of the event: 1, 5, 15, 60 minutes
 * @param description what the customer reads on the gateway's page
 */
@ConfigurationProperties("hub.recharge")
record RechargeSettings(
        @DefaultValue Map<String, Limits> limits,
        @DefaultValue List<String> returnUrls,
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("60m") Duration checkoutLifetime,
        @DefaultValue({"1m", "5m", "15m", "60m"}) List<Duration> orphanPauses,
        @DefaultValue("Wallet recharge") String description,
        @DefaultValue Sweep sweep,
        @DefaultValue BankTransferSettings bankTransfer) {

    private static final List<String> DINARS = List.of("5.000", "10.000", "20.000", "50.000");
    private static final List<String> RIYALS = List.of("50.00", "100.00", "200.00", "500.00");
    private static final Map<String, Limits> DEFAULTS = Map.of(
            "KWD", new Limits("1.000", "5000.000", "0.010", DINARS),
            "BHD", new Limits("1.000", "5000.000", "0.010", DINARS),
            "OMR", new Limits("1.000", "5000.000", "0.010", DINARS),
            "SAR", new Limits("10.00", "50000.00", "0.01", RIYALS),
            "AED", new Limits("10.00", "50000.00", "0.01", RIYALS),
            "QAR", new Limits("10.00", "50000.00", "0.01", RIYALS),
            "USD", new Limits("1.00", "10000.00", "0.01", List.of("10.00", "25.00", "50.00", "100.00")));

    RechargeSettings {
        Map<String, Limits> all = new HashMap<>(DEFAULTS);
        // An environment variable's part of the name comes in small letters.
        limits.forEach((currency, limit) -> all.put(currency.toUpperCase(Locale.ROOT), limit));
        all.forEach((currency, limit) -> limit.check(Currency.getInstance(currency)));
        limits = Map.copyOf(all);
        returnUrls = List.copyOf(returnUrls);
        orphanPauses = List.copyOf(orphanPauses);
        if (orphanPauses.isEmpty()) {
            throw new IllegalArgumentException("hub.recharge.orphan-pauses names one pause at least");
        }
        if (checkoutLifetime.compareTo(Duration.ofMinutes(30)) < 0
                || checkoutLifetime.compareTo(Duration.ofHours(23)) > 0) {
            throw new IllegalArgumentException("hub.recharge.checkout-lifetime is 30 minutes to 23 hours");
        }
    }

    /** The first pause that is longer than the event is old, else the longest. */
    Duration orphanPause(Duration age) {
        return orphanPauses.stream()
                .filter(pause -> pause.compareTo(age) > 0)
                .findFirst()
                .orElse(orphanPauses.getLast());
    }

    /**
     * Amounts as decimals at the exact scale of the currency.
     *
     * @param multiple what every amount is a multiple of
     * @param presets what a portal offers for one touch
     */
    record Limits(
            String minimum,
            String maximum,
            String multiple,
            @DefaultValue List<String> presets) {

        private static final String WHOLE = "hub.recharge.limits name minimum, maximum and multiple together";

        Limits {
            Objects.requireNonNull(minimum, WHOLE);
            Objects.requireNonNull(maximum, WHOLE);
            Objects.requireNonNull(multiple, WHOLE);
            presets = List.copyOf(presets);
        }

        /** @throws IllegalArgumentException when they do not hold together */
        RechargeLimits.Line line(Currency currency) {
            return new RechargeLimits.Line(
                    Money.parse(minimum, currency),
                    Money.parse(maximum, currency),
                    Money.parse(multiple, currency),
                    presets.stream()
                            .map(preset -> Money.parse(preset, currency))
                            .toList());
        }

        private void check(Currency currency) {
            try {
                line(currency);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("hub.recharge.limits of " + currency + " do not hold together", e);
            }
        }
    }

    /**
     * How lost callbacks are found.
     *
     * @param every how often the schedule runs
     * @param after the age of a recharge at its first question
     * @param initial the first pause between two questions; it doubles each time
     * @param openMax the longest pause while the checkout can be paid, so that money is found within five minutes
     * @param closedMax the longest pause after that
     * @param until how long after its expiry a recharge is asked after
     * @param batch how many are asked after in one run
     */
    record Sweep(
            @DefaultValue("60s") Duration every,
            @DefaultValue("2m") Duration after,
            @DefaultValue("1m") Duration initial,
            @DefaultValue("3m") Duration openMax,
            @DefaultValue("6h") Duration closedMax,
            @DefaultValue("72h") Duration until,
            @DefaultValue("100") int batch) {

        Sweep {
            if (initial.isNegative() || initial.isZero() || openMax.compareTo(initial) < 0) {
                throw new IllegalArgumentException("hub.recharge.sweep: initial is positive and at most open-max");
            }
            if (batch < 1 || batch > 1000) {
                throw new IllegalArgumentException("hub.recharge.sweep.batch is 1 to 1000");
            }
        }
    }
}
