package wallethub.approval;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import org.springframework.stereotype.Component;
import wallethub.mapping.Mappings;
import wallethub.money.Money;
import wallethub.setting.Settings;

/** The limits in force. A currency without limits moves nothing by hand, and every amount of it is large. */
@Component
class ApprovalLimits {

    private final Settings settings;
    private final ApprovalLimitGroup group;
    private final Mappings mappings;

    ApprovalLimits(Settings settings, ApprovalLimitGroup group, Mappings mappings) {
        this.settings = settings;
        this.group = group;
        this.mappings = mappings;
    }

    /** What one person may ask for on one day, in all. */
    Money daily(Currency currency) {
        return settings.current(group)
                .find(currency)
                .map(ApprovalLimitTable.Line::daily)
                .orElseGet(() -> Money.zero(currency));
    }

    /**
     * Whether with the amount more would be approved than the large limit.
     *
     * @param approved what was approved on the same day of the same kind for the same object, in minor units: what is cut
     *     into small pieces is as large as it was
     */
    boolean isLarge(Money amount, long approved) {
        return settings.current(group)
                .find(amount.currency())
                .map(line -> approved > line.large().minus(size(amount)).minorUnits())
                .orElse(true);
    }

    /** When the business day began. */
    Instant startOfDay(Instant now) {
        ZoneId zone = mappings.businessZone();
        return LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
    }

    static Money size(Money amount) {
        return amount.isNegative() ? amount.negated() : amount;
    }
}
