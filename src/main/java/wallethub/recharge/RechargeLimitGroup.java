package wallethub.recharge;

import org.springframework.stereotype.Component;
import wallethub.setting.SettingGroup;

/** The group {@code recharge-limits}; until somebody sets it, what the configuration says. */
@Component
class RechargeLimitGroup implements SettingGroup<RechargeLimits> {

    private final RechargeLimits initial;

    RechargeLimitGroup(RechargeSettings settings) {
        initial = RechargeLimits.of(settings);
    }

    @Override
    public String name() {
        return "recharge-limits";
    }

    @Override
    public Class<RechargeLimits> type() {
        return RechargeLimits.class;
    }

    @Override
    public boolean guardsMoney() {
        return true;
    }

    @Override
    public RechargeLimits initial() {
        return initial;
    }
}
