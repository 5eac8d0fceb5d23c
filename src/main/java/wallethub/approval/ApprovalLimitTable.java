package wallethub.approval;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wallethub.money.Money;

/** The limits by currency, as the staff set them. */
record ApprovalLimitTable(List<Line> limits) {

    private static final int CURRENCIES_MAX = 50;

    ApprovalLimitTable {
        limits = List.copyOf(limits);
        Set<Currency> seen = new HashSet<>();
        if (limits.size() > CURRENCIES_MAX || !limits.stream().allMatch(line -> seen.add(line.currency()))) {
            throw new IllegalArgumentException("each currency has one line, and there are at most " + CURRENCIES_MAX);
        }
    }

    /** Those of the configuration. */
    static ApprovalLimitTable of(ApprovalSettings settings) {
        return new ApprovalLimitTable(settings.limits().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(limit -> line(Currency.getInstance(limit.getKey()), limit.getValue()))
                .toList());
    }

    private static Line line(Currency currency, ApprovalSettings.Limits limits) {
        return new Line(Money.parse(limits.daily(), currency), Money.parse(limits.large(), currency));
    }

    Optional<Line> find(Currency currency) {
        return limits.stream().filter(line -> line.currency().equals(currency)).findFirst();
    }

    /**
     * The limits of one currency; both count amounts without their sign.
     *
     * @param daily what one person may ask for on one day of the business, in all
     * @param large above it the action's checker of large amounts decides
     */
    record Line(Money daily, Money large) {

        Line {
            if (!daily.currency().equals(large.currency())) {
                throw new IllegalArgumentException("the limits of a line are in one currency");
            }
            if (daily.isNegative() || large.isNegative()) {
                throw new IllegalArgumentException("the limits of " + daily.currency() + " are not negative");
            }
        }

        Currency currency() {
            return daily.currency();
        }
    }
}
