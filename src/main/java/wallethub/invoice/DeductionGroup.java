package wallethub.invoice;

import org.springframework.stereotype.Component;
import wallethub.setting.SettingGroup;

/** The group {@code deduction}; until somebody sets it, what the configuration says. */
@Component
class DeductionGroup implements SettingGroup<DeductionRules> {

    private final DeductionRules initial;

    DeductionGroup(InvoiceSettings settings) {
        initial = new DeductionRules(settings.deduction());
    }

    @Override
    public String name() {
        return "deduction";
    }

    @Override
    public Class<DeductionRules> type() {
        return DeductionRules.class;
    }

    @Override
    public boolean guardsMoney() {
        return true;
    }

    @Override
    public DeductionRules initial() {
        return initial;
    }
}
