package wallethub.approval;

import org.springframework.stereotype.Component;
import wallethub.setting.SettingGroup;

/** The group {@code approval-limits}; until somebody sets it, what the configuration says. */
@Component
class ApprovalLimitGroup implements SettingGroup<ApprovalLimitTable> {

    private final ApprovalLimitTable initial;

    ApprovalLimitGroup(ApprovalSettings settings) {
        initial = ApprovalLimitTable.of(settings);
    }

    @Override
    public String name() {
        return "approval-limits";
    }

    @Override
    public Class<ApprovalLimitTable> type() {
        return ApprovalLimitTable.class;
    }

    @Override
    public boolean guardsMoney() {
        return true;
    }

    @Override
    public ApprovalLimitTable initial() {
        return initial;
    }
}
