package wallethub.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.operation.CanonicalJson;
import wallethub.operation.CommandPart;
import wallethub.problem.ProblemException;

/** The next version of a group, whole; what it was before stays readable. Whether one person is enough is asked elsewhere. */
@Component
public class SettingChanges {

    private static final Logger log = LoggerFactory.getLogger(SettingChanges.class);

    private final SettingGroups groups;
    private final AuditLog audit;
    private final Clock clock;

    public SettingChanges(ObjectProvider<SettingGroup<?>> groups, JdbcClient jdbc, AuditLog audit, Clock clock) {
        this.groups = new SettingGroups(groups, jdbc);
        this.audit = audit;
        this.clock = clock;
    }

    /** As the database has it at this moment. */
    public Optional<SettingView> find(String group) {
        return groups.find(group).map(groups::view);
    }

    /**
     * The value of a group that there is, in its canonical form.
     *
     * @throws ProblemException with the rule of the group that the value breaks
     */
    public String content(SettingView group, JsonNode value) {
        return CanonicalJson.text(CommandPart.bound(
                value, groups.find(group.group()).orElseThrow().type()));
    }

    /** Within the caller's transaction; false, and nothing has changed, when somebody else was faster. */
    public boolean make(SettingView before, String content, String reason, Caller by) {
        long version = before.version() + 1;
        if (!groups.insert(new SettingVersion(
                before.group(),
                version,
                content,
                by.subject(),
                reason,
                clock.instant().truncatedTo(ChronoUnit.MICROS)))) {
            return false;
        }
        audit.record(new AuditEntry(
                by,
                "setting.changed",
                before.group(),
                before.hash(),
                SettingView.hashOf(content),
                reason,
                by.address()));
        log.atInfo()
                .addKeyValue("group", before.group())
                .addKeyValue("version", version)
                .addKeyValue("by", by.subject())
                .log("setting changed");
        return true;
    }
}
