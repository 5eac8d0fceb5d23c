package wallethub.setting;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-settings}: which groups there are, and who changed each of them last. */
@Component
class ListSettingsHandler implements TransactionHandler<ListSettings, ListSettingsHandler.Groups> {

    private final SettingGroups groups;

    ListSettingsHandler(SettingGroups groups) {
        this.groups = groups;
    }

    record Line(String group, long version, SettingView.@Nullable Change last) {}

    record Groups(List<Line> items) {}

    @Override
    public String name() {
        return "list-settings";
    }

    @Override
    public Class<ListSettings> command() {
        return ListSettings.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SETTING_VIEW);
    }

    @Override
    public Groups handle(ListSettings command, Caller caller) {
        return new Groups(groups.views().stream()
                .map(view -> new Line(view.group(), view.version(), view.last()))
                .toList());
    }

    @Override
    public Answer answer(Groups outcome) {
        return Answer.tagged(outcome);
    }
}
