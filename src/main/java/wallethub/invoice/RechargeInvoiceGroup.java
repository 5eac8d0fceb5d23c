package wallethub.invoice;

import org.springframework.stereotype.Component;
import wallethub.setting.SettingGroup;

/** The group {@code recharge-invoice}; until somebody sets it, what the configuration says. */
@Component
class RechargeInvoiceGroup implements SettingGroup<RechargeInvoiceRules> {

    private final RechargeInvoiceRules initial;

    RechargeInvoiceGroup(InvoiceSettings settings) {
        initial = settings.recharge().rules();
    }

    @Override
    public String name() {
        return "recharge-invoice";
    }

    @Override
    public Class<RechargeInvoiceRules> type() {
        return RechargeInvoiceRules.class;
    }

    @Override
    public boolean guardsMoney() {
        return true;
    }

    @Override
    public RechargeInvoiceRules initial() {
        return initial;
    }
}
