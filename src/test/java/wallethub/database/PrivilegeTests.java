package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** What the role that serves may do: the lines of {@code R__privileges.sql}, and nothing else. */
class PrivilegeTests {

    private static final DataSource DATABASE = TestDatabase.fresh();
    private static final JdbcClient APP = JdbcClient.create(DATABASE);
    private static final JdbcClient BEHIND = JdbcClient.create(TestDatabase.behind(DATABASE));
    private static final Pattern LINE = Pattern.compile("\\('(\\w+)', '([a-z, ]+)'\\)");

    // As PostgreSQL keeps them, so that what "all" grants and no list mentions is seen too.
    private static final String GRANTED = """
            select c.relname, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type)
            from pg_class c cross join lateral aclexplode(c.relacl) a
            where c.relnamespace = 'public'::regnamespace and a.grantee = 'hub_app'::regrole
            group by c.relname
            """;
    private static final String RELATIONS = """
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace
                and (c.relkind in ('r', 'p', 'v', 'm', 'f')
                    or c.relkind = 'S' and not exists (
                        select from pg_depend d where d.objid = c.oid and d.deptype in ('i', 'a')))
                and c.relname <> 'flyway_schema_history'
            """;

    @Test
    void everyTableViewAndSequenceHasItsLineAndNothingElseHasOne() throws Exception {
        assertThat(lines().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        BEHIND.sql(RELATIONS).query(String.class).list());
    }

    @Test
    void theRoleThatServesHasThePrivilegesOfItsLinesAndNoOther() throws Exception {
        assertThat(granted()).isEqualTo(lines());
    }

    @Test
    void nothingIsGrantedToEverybodyOrOnSingleColumns() {
        assertThat(BEHIND.sql("""
                                select c.relname from pg_class c cross join lateral aclexplode(c.relacl) a
                                where c.relnamespace = 'public'::regnamespace and a.grantee = 0
                                union all
                                select t.attrelid::regclass || '.' || t.attname from pg_attribute t
                                    join pg_class c on c.oid = t.attrelid
                                where c.relnamespace = 'public'::regnamespace and t.attacl is not null
                                """).query(String.class).list()).isEmpty();
    }

    /** Whatever a trigger keeps from being changed at all, the role could not change without the trigger either. */
    @Test
    void whatIsWrittenOnceCannotBeChangedByTheRoleThatServes() {
        List<String> writtenOnce = BEHIND.sql("""
                        select distinct t.tgrelid::regclass::text from pg_trigger t
                            join pg_proc p on p.oid = t.tgfoid
                        where p.proname like '%refuse_change' and t.tgtype & 16 <> 0 and t.tgattr = ''
                        order by 1
                        """).query(String.class).list();
        assertThat(writtenOnce)
                .contains("access_audit", "ledger_account", "ledger_entry", "ledger_transfer", "recharge_receipt");
        assertThat(granted()).allSatisfy((relation, privileges) -> {
            if (writtenOnce.contains(relation)) {
                assertThat(privileges).isEqualTo("insert, select");
            }
            assertThat(privileges).doesNotContain("truncate", "references", "trigger", "maintain");
        });
    }

    @Test
    void theRoleThatServesIsAnOrdinaryOneAndOwnsNothing() {
        assertThat(BEHIND.sql("""
                                select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                                    or exists (select from pg_auth_members m where m.member = r.oid)
                                    or exists (select from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o')
                                from pg_roles r where rolname = 'hub_app'
                                """).query(Boolean.class).single()).isFalse();
        assertThat(BEHIND.sql("""
                                select has_database_privilege('hub_app', current_database(), 'create')
                                    or has_database_privilege('hub_app', current_database(), 'temporary')
                                    or has_schema_privilege('hub_app', 'public', 'create')
                                """).query(Boolean.class).single()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_entry set amount_minor = 1",
                "delete from ledger_transfer",
                "truncate ledger_entry",
                "update recharge_receipt set amount_minor = 1",
                "delete from access_audit",
                "update access_audit set reason = 'another'",
                "alter table ledger_entry disable trigger all",
                "drop trigger access_audit_append_only on access_audit",
                "alter table ledger_wallet no force row level security",
                "alter function ledger_refuse_change() rename to harmless",
                "create or replace function ledger_refuse_change() returns trigger language sql as 'select 1'",
                "set session_replication_role = replica",
                "set role hub_owner",
                "set session authorization postgres",
                "create table mine (x int)",
                "create temporary table mine (x int)",
                "create schema mine",
                "select * from flyway_schema_history",
                "copy ledger_wallet to program 'true'"
            })
    void theRoleThatServesIsRefused(String statement) {
        assertThatThrownBy(() -> APP.sql(statement).update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner|must be able to SET ROLE).*");
    }

    /** A later migration that forgets its line makes a table that the hub cannot read, not one that anybody may. */
    @Test
    void aNewTableIsGrantedToNobody() {
        JdbcClient owner = JdbcClient.create(TestDatabase.asOwner(DATABASE));
        owner.sql("create table forgotten (x int)").update();
        try {
            assertThatThrownBy(() -> APP.sql("select * from forgotten").query().listOfRows())
                    .rootCause()
                    .hasMessageContaining("permission denied for table forgotten");
        } finally {
            owner.sql("drop table forgotten").update();
        }
    }

    private static SortedMap<String, String> lines() throws Exception {
        var lines = new TreeMap<String, String>();
        LINE.matcher(Files.readString(Path.of("src/main/resources/db/migration/R__privileges.sql")))
                .results()
                .forEach(line -> lines.put(
                        line.group(1),
                        String.join(
                                ", ",
                                List.of(line.group(2).split(", ")).stream()
                                        .sorted()
                                        .toList())));
        return lines;
    }

    private static SortedMap<String, String> granted() {
        var granted = new TreeMap<String, String>();
        BEHIND.sql(GRANTED)
                .query((row, number) -> granted.put(row.getString(1), row.getString(2)))
                .list();
        return granted;
    }
}
