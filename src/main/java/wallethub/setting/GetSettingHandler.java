package wallethub.setting;

import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code get-setting}: a group as it is in force, with who changed it and why. */
@Component
class GetSettingHandler implements TransactionHandler<GetSetting, Optional<SettingView>> {

    private final SettingGroups groups;

    GetSettingHandler(SettingGroups groups) {
        this.groups = groups;
    }

    @Override
    public String name() {
        return "get-setting";
    }

    @Override
    public Class<GetSetting> command() {
        return GetSetting.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SETTING_VIEW);
    }

    @Override
    public Optional<SettingView> handle(GetSetting command, Caller caller) {
        return groups.find(command.group()).map(groups::view);
    }

    @Override
    public Answer answer(Optional<SettingView> outcome) {
        return outcome.map(view -> Answer.versioned(200, view, view.tag())).orElseGet(Answer::nothingHere);
    }
}
