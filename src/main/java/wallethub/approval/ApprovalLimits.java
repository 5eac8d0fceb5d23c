package wallethub.approval;

import java.util.Currency;
import org.springframework.stereotype.Component;
import wallethub.money.Money;
import wallethub.setting.Settings;

/** The limits in force. A currency without limits moves nothing by hand, and every amount of it is large. */
@Component
class ApprovalLimits {

    private final Settings settings;
    private final ApprovalLimitGroup group;

    ApprovalLimits(Settings settings, ApprovalLimitGroup group) {
        this.settings = settings;
        this.group = group;
    }

    /** What one person may ask for on one day, in all. */
    Money daily(Currency currency) {
        return settings.current(group)
                .find(currency)
                .map(ApprovalLimitTable.Line::daily)
                .orElseGet(() -> Money.zero(currency));
    }

    boolean isLarge(Money amount) {
        return settings.current(group)
                .find(amount.currency())
                .map(line -> size(amount).compareTo(line.large()) > 0)
                .orElse(true);
    }

    static Money size(Money amount) {
        return amount.isNegative() ? amount.negated() : amount;
    }
}
