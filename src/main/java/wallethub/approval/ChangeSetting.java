package wallethub.approval;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.setting.SettingChanges;
import wallethub.setting.SettingView;

/** Approval {@code setting.change}: whom a limit binds does not lift it alone. */
@Component
class ChangeSetting implements ApprovalAction<SettingChange> {

    private final SettingChanges changes;

    ChangeSetting(SettingChanges changes) {
        this.changes = changes;
    }

    @Override
    public String kind() {
        return "setting.change";
    }

    @Override
    public Class<SettingChange> payload() {
        return SettingChange.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.SETTING_EDIT;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.SETTING_EDIT_APPROVE;
    }

    @Override
    public Check check(SettingChange change, Caller maker) {
        Optional<SettingView> found = changes.find(change.group());
        if (found.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "there is no group of settings " + change.group());
        }
        try {
            changes.content(found.get(), change.value());
        } catch (ProblemException broken) {
            // Asked for before an upgrade whose rules it breaks.
            return new Check.Refused(broken.code(), broken.problem().detail());
        }
        return new Check.Fits(change.group(), Optional.empty(), found.get().tag());
    }

    @Override
    public Execution execute(ApprovalId id, SettingChange change, Caller checker) {
        SettingView before = changes.find(change.group()).orElseThrow();
        String content = changes.content(before, change.value());
        return before.version() == change.version() && changes.make(before, content, change.reason(), checker)
                ? new Execution.Done(Map.of("group", change.group(), "version", Long.toString(change.version() + 1)))
                : new Execution.Refused(ErrorCode.APPROVAL_STALE, "the group has changed since it was asked for");
    }
}
