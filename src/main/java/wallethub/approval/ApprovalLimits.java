package wallethub.approval;

import java.util.Currency;
import org.springframework.stereotype.Component;
import wallethub.money.Money;

/** The limits in force. A currency without limits moves nothing by hand, and every amount of it is large. */
@Component
class ApprovalLimits {

    private final ApprovalSettings settings;

    ApprovalLimits(ApprovalSettings settings) {
        this.settings = settings;
    }

    /** What one person may ask for on one day, in all. */
    Money daily(Currency currency) {
        ApprovalSettings.Limits limits = settings.limits().get(currency.getCurrencyCode());
        return limits == null ? Money.zero(currency) : Money.parse(limits.daily(), currency);
    }

    boolean isLarge(Money amount) {
        ApprovalSettings.Limits limits = settings.limits().get(amount.currencyCode());
        return limits == null || size(amount).compareTo(Money.parse(limits.large(), amount.currency())) > 0;
    }

    static Money size(Money amount) {
        return amount.isNegative() ? amount.negated() : amount;
    }
}
