package wallethub.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.GeneratedDocument;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.TestDatabase;

/** The roles an installation begins with, and what a role is good for. */
class RoleTests {

    private static final List<String> SHOWN =
            List.of("finance", "operations", "customer-care", "administrator", "management");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final RoleStore store = new RoleStore(jdbc);
    private final PermissionSnapshot snapshot =
            new PermissionSnapshot(store, new Permissions(store, new StaffAccountStore(jdbc)));

    private StaffId somebody(String... roles) {
        StaffId staff = StaffId.next();
        for (String role : roles) {
            jdbc.sql("insert into staff_account_role values (:staff, :role, 'hub', 'test', now())")
                    .param("staff", staff.text())
                    .param("role", role)
                    .update();
        }
        return staff;
    }

    private void takeAway(StaffId staff, String role) {
        jdbc.sql("delete from staff_account_role where account_id = :staff and role_id = :role")
                .param("staff", staff.text())
                .param("role", role)
                .update();
    }

    @Test
    void theDocumentShowsWhatTheDatabaseBeginsWith() {
        StringBuilder text = new StringBuilder("""
                # What the staff's roles permit

                Generated from the rows of the migrations: what an installation begins with. From then on roles are data, changed by two
                administrators; `GET /api/staff/v1/roles` says what they are. What each operation asks for stands in
                `routes/portal/staff.openapi.yaml` as `x-permission`. One of those no role has: `staff.session`, to see who one is and
                to end one's own sessions, is every session's own.

                """);
        text.append("| permission | ")
                .append(SHOWN.stream()
                        .map(id -> store.find(id).orElseThrow().name().en().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append(":-:|".repeat(SHOWN.size()))
                .append('\n');
        for (StaffPermission permission : ofRoles()) {
            text.append("| `%s` | ".formatted(permission.wire()))
                    .append(SHOWN.stream()
                            .map(id -> has(id, permission) ? "yes" : "·")
                            .collect(Collectors.joining(" | ")))
                    .append(" |\n");
        }
        GeneratedDocument.matches(Path.of("docs/staff-roles.md"), text.toString());
    }

    private static List<StaffPermission> ofRoles() {
        return Arrays.stream(StaffPermission.values())
                .filter(StaffPermission::isOfRoles)
                .toList();
    }

    private boolean has(String role, StaffPermission permission) {
        return store.find(role).orElseThrow().permissions().contains(permission.wire());
    }

    @Test
    void everyPermissionIsSomebodysAndEveryRowNamesOneThatIs() {
        Set<String> given = Set.copyOf(jdbc.sql("select permission from staff_role_permission")
                .query(String.class)
                .list());
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(
                        ofRoles().stream().map(StaffPermission::wire).toList());
        assertThat(store.list()).hasSize(5).allMatch(role -> role.permissions().contains(StaffPermission.SELF.wire()));
    }

    @Test
    void anAdministratorMovesNoMoneyAndSeesNoCustomer() {
        assertThat(store.find("administrator").orElseThrow().permissions())
                .noneMatch(
                        permission -> Stream.of("wallet.", "transfer.", "refund.", "payment.", "ledger.", "recharge.")
                                .anyMatch(permission::startsWith))
                .doesNotContain(
                        StaffPermission.CUSTOMER_VIEW.wire(),
                        StaffPermission.CUSTOMER_UNMASK.wire(),
                        StaffPermission.SETTING_EDIT.wire(),
                        StaffPermission.DEAD_LETTER_REPLAY.wire(),
                        StaffPermission.DEAD_LETTER_REPLAY_MONEY_APPROVE.wire());
    }

    @Test
    void aNameThatTheCodeDoesNotKnowGrantsNothing() {
        jdbc.sql(
                        "insert into staff_role_permission values ('operations', 'everything.do'), ('operations', 'staff.session')")
                .update();
        StaffId staff = somebody("operations");
        snapshot.look();
        assertThat(snapshot.of(staff)).contains("recharge.resync").doesNotContain("everything.do", "staff.session");
        assertThat(store.permissionsOf(staff)).isEqualTo(snapshot.of(staff));
        assertThat(store.find("operations").orElseThrow().permissions()).doesNotContain("everything.do");
    }

    @Test
    void severalRolesPermitWhatEachDoesAndNoRoleNothing() {
        StaffId both = somebody("finance", "customer-care");
        snapshot.look();
        assertThat(snapshot.of(both)).contains("transfer.confirm", "audit.read.care", "refund.request");
        assertThat(snapshot.of(StaffId.next())).isEmpty();
        assertThat(store.permissionsOf(StaffId.next())).isEmpty();
    }

    @Test
    void aRoleTakenAwayIsOfNoUseAfterTheNextLook() {
        StaffId staff = somebody("finance");
        snapshot.look();
        takeAway(staff, "finance");
        assertThat(snapshot.of(staff)).as("what was seen last").isNotEmpty();
        snapshot.look();
        assertThat(snapshot.of(staff)).isEmpty();
    }

    @Test
    void withoutAFreshLookTheDatabaseIsAskedItself() {
        StaffId staff = somebody("finance");
        assertThat(snapshot.of(staff)).contains("transfer.confirm");
        takeAway(staff, "finance");
        assertThat(snapshot.of(staff)).isEmpty();
    }

    @Test
    void withoutALookAndWithoutADatabaseNobodyIsLetIn() throws SQLException {
        PGSimpleDataSource gone = new PGSimpleDataSource();
        gone.setUrl("jdbc:postgresql://localhost:1/gone");
        RoleStore unreachable = new RoleStore(JdbcClient.create(gone));
        PermissionSnapshot blind =
                new PermissionSnapshot(unreachable, new Permissions(unreachable, new StaffAccountStore(jdbc)));
        assertThatThrownBy(() -> blind.of(StaffId.next()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    }
}
