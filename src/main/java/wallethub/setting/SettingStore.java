package wallethub.setting;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of settings; a version is written once. */
class SettingStore {

    private final JdbcClient jdbc;

    SettingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is in force of each group that anybody has set. */
    List<SettingVersion> inForce() {
        return jdbc.sql("""
                        select distinct on (group_name) * from setting_version order by group_name, version desc
                        """).query(SettingStore::version).list();
    }

    Optional<SettingVersion> inForce(String group) {
        return latest(group, 1).stream().findFirst();
    }

    /** The latest first. */
    List<SettingVersion> latest(String group, int most) {
        return jdbc.sql("select * from setting_version where group_name = :group order by version desc limit :most")
                .param("group", group)
                .param("most", most)
                .query(SettingStore::version)
                .list();
    }

    private static SettingVersion version(ResultSet row, int number) throws SQLException {
        return new SettingVersion(
                row.getString("group_name"),
                row.getLong("version"),
                row.getString("content"),
                row.getString("changed_by"),
                row.getString("reason"),
                instant(row, "changed_at"));
    }

    /** False when that version is there already. */
    boolean insert(SettingVersion version) {
        return jdbc.sql("""
                        insert into setting_version (group_name, version, content, changed_by, reason, changed_at)
                        values (:group, :version, :content, :changedBy, :reason, :changedAt)
                        on conflict on constraint setting_version_pk do nothing
                        """)
                        .param("group", version.group())
                        .param("version", version.version())
                        .param("content", version.content())
                        .param("changedBy", version.changedBy())
                        .param("reason", version.reason())
                        .param("changedAt", timestamp(version.changedAt()))
                        .update()
                == 1;
    }
}
