package wallethub.recharge;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wallethub.money.Money;

/** What a recharge may be, by currency; a currency without a line is not recharged. */
record RechargeLimits(List<Line> limits) {

    private static final int CURRENCIES_MAX = 50;

    RechargeLimits {
        limits = List.copyOf(limits);
        Set<Currency> seen = new HashSet<>();
        if (limits.size() > CURRENCIES_MAX || !limits.stream().allMatch(line -> seen.add(line.currency()))) {
            throw new IllegalArgumentException("each currency has one line, and there are at most " + CURRENCIES_MAX);
        }
    }

    /** Those of the configuration. */
    static RechargeLimits of(RechargeSettings settings) {
        return new RechargeLimits(settings.limits().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(limit -> limit.getValue().line(Currency.getInstance(limit.getKey())))
                .toList());
    }

    Optional<Line> find(Currency currency) {
        return limits.stream().filter(line -> line.currency().equals(currency)).findFirst();
    }

    /**
     * The limits of one currency.
     *
     * @param multiple what every amount is a multiple of
     * @param presets what a portal offers for one touch
     */
    record Line(Money minimum, Money maximum, Money multiple, List<Money> presets) {

        private static final int PRESETS_MAX = 12;

        Line {
            presets = List.copyOf(presets);
            Currency currency = minimum.currency();
            if (!maximum.currency().equals(currency)
                    || !multiple.currency().equals(currency)
                    || !presets.stream().allMatch(preset -> preset.currency().equals(currency))) {
                throw new IllegalArgumentException("the limits of a line are in one currency");
            }
            if (!minimum.isPositive() || !multiple.isPositive()) {
                throw new IllegalArgumentException("minimum and multiple of " + currency + " are positive");
            }
            if (maximum.compareTo(minimum) < 0) {
                throw new IllegalArgumentException("the minimum of " + currency + " is above its maximum");
            }
            if (presets.size() > PRESETS_MAX) {
                throw new IllegalArgumentException("a currency has at most " + PRESETS_MAX + " presets");
            }
            for (Money preset : presets) {
                if (preset.minorUnits() % multiple.minorUnits() != 0
                        || preset.compareTo(minimum) < 0
                        || preset.compareTo(maximum) > 0) {
                    throw new IllegalArgumentException("the preset " + preset + " is not within the limits");
                }
            }
        }

        Currency currency() {
            return minimum.currency();
        }

        /** The least allowed amount that is not below it; it may be above the maximum. */
        Money covering(Money shortfall) {
            long step = multiple.minorUnits();
            long least = Math.max(shortfall.minorUnits(), minimum.minorUnits());
            return new Money(Math.multiplyExact(Math.ceilDiv(least, step), step), currency());
        }
    }
}
