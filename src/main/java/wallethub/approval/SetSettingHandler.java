package wallethub.approval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CanonicalJson;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;
import wallethub.setting.SettingChanges;
import wallethub.setting.SettingView;

/** Operation {@code set-setting}: a group is changed at once, or, where it guards money, when a second person approves it. */
@Component
class SetSettingHandler implements TransactionHandler<SetSetting, SetSettingHandler.Outcome> {

    private final SettingChanges changes;
    private final Approvals approvals;
    private final ChangeSetting action;

    SetSettingHandler(SettingChanges changes, Approvals approvals, ChangeSetting action) {
        this.changes = changes;
        this.approvals = approvals;
        this.action = action;
    }

    sealed interface Outcome {

        /** In force, or as it was where nothing differs. */
        record Set(SettingView view) implements Outcome {}

        /** Nothing has changed yet. */
        record Asked(ApprovalOutcome approval) implements Outcome {}

        record Unknown() implements Outcome {}

        record Changed() implements Outcome {}
    }

    @Override
    public String name() {
        return "set-setting";
    }

    @Override
    public Class<SetSetting> command() {
        return SetSetting.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SETTING_EDIT);
    }

    @Override
    public boolean conditional() {
        return true;
    }

    @Override
    public Outcome handle(SetSetting command, Caller caller) {
        Optional<SettingView> found = changes.find(command.group());
        if (found.isEmpty()) {
            return new Outcome.Unknown();
        }
        SettingView before = found.get();
        if (!command.ifMatch().holds(before.tag())) {
            return new Outcome.Changed();
        }
        String content = changes.content(before, command.value());
        if (content.equals(before.content())) {
            return new Outcome.Set(before);
        }
        return before.guardsMoney()
                ? new Outcome.Asked(ask(before, content, command.reason(), caller))
                : set(before, content, command.reason(), caller);
    }

    private ApprovalOutcome ask(SettingView before, String content, String reason, Caller caller) {
        SettingChange change = new SettingChange(
                before.group(), before.version(), CanonicalJson.read(content, JsonNode.class), reason);
        return approvals.request(action, change, reason, caller);
    }

    private Outcome set(SettingView before, String content, String reason, Caller caller) {
        return changes.make(before, content, reason, caller)
                ? new Outcome.Set(changes.find(before.group()).orElseThrow())
                : new Outcome.Changed();
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Set set -> Answer.versioned(200, set.view(), set.view().tag());
            case Outcome.Asked asked -> Approvals.answer(asked.approval());
            case Outcome.Unknown unknown -> Answer.nothingHere();
            case Outcome.Changed changed ->
                Answer.refused(ErrorCode.PRECONDITION_FAILED, "the group has changed since it was read");
        };
    }
}
