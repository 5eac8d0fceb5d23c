package wallethub.setting;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CanonicalJson;
import wallethub.operation.CommandPart;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code set-setting}: the next version of a group, whole; what it was before stays readable. */
@Component
class SetSettingHandler implements TransactionHandler<SetSetting, SetSettingHandler.Outcome> {

    private static final Logger log = LoggerFactory.getLogger(SetSettingHandler.class);

    private final SettingGroups groups;
    private final AuditLog audit;
    private final Clock clock;

    SetSettingHandler(SettingGroups groups, AuditLog audit, Clock clock) {
        this.groups = groups;
        this.audit = audit;
        this.clock = clock;
    }

    sealed interface Outcome {

        /** In force, or as it was where nothing differs. */
        record Set(SettingGroups.View view) implements Outcome {}

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
        Optional<SettingGroup<?>> group = groups.find(command.group());
        if (group.isEmpty()) {
            return new Outcome.Unknown();
        }
        SettingGroups.View before = groups.view(group.get());
        if (!command.ifMatch().holds(before.tag())) {
            return new Outcome.Changed();
        }
        String content = CanonicalJson.text(
                CommandPart.bound(command.value(), group.get().type()));
        if (content.equals(CanonicalJson.text(before.value()))) {
            return new Outcome.Set(before);
        }
        return set(before, content, command.reason(), caller)
                ? new Outcome.Set(groups.view(group.get()))
                : new Outcome.Changed();
    }

    private boolean set(SettingGroups.View before, String content, String reason, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long version = before.version() + 1;
        if (!groups.insert(new SettingVersion(before.group(), version, content, caller.subject(), reason, now))) {
            return false;
        }
        audit.record(new AuditEntry(
                caller,
                "setting.change",
                before.group(),
                before.hash(),
                SettingGroups.hashOf(content),
                reason,
                caller.address()));
        log.atInfo()
                .addKeyValue("group", before.group())
                .addKeyValue("version", version)
                .addKeyValue("by", caller.subject())
                .log("setting changed");
        return true;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Set set -> Answer.versioned(200, set.view(), set.view().tag());
            case Outcome.Unknown unknown -> Answer.nothingHere();
            case Outcome.Changed changed ->
                Answer.refused(ErrorCode.PRECONDITION_FAILED, "the group has changed since it was read");
        };
    }
}
