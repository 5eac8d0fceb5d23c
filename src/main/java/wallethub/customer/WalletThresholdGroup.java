package wallethub.customer;

import org.springframework.stereotype.Component;
import wallethub.setting.SettingGroup;

/** The group {@code wallet-thresholds}; until somebody sets it, what the configuration says. */
@Component
class WalletThresholdGroup implements SettingGroup<WalletThresholds> {

    private final WalletThresholds initial;

    WalletThresholdGroup(CustomerSettings settings) {
        initial = WalletThresholds.of(settings);
    }

    @Override
    public String name() {
        return "wallet-thresholds";
    }

    @Override
    public Class<WalletThresholds> type() {
        return WalletThresholds.class;
    }

    /** It says when a customer is told, and moves nothing. */
    @Override
    public boolean guardsMoney() {
        return false;
    }

    @Override
    public WalletThresholds initial() {
        return initial;
    }
}
