package wallethub.staff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffCalls.body;
import static wallethub.testing.StaffCalls.said;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.access.Caller;
import wallethub.id.StaffId;
import wallethub.operation.Contracts;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;
import wallethub.testing.StaffCalls;
import wallethub.testing.StaffLogin;

/** Who works here and what a role permits: said by one administrator, decided by another. */
class RoleChangeTests {

    private static final String ROLE = """
            {"name": {"en": "Operations", "ar": "العمليات"}, "description": {"en": "Mends.", "ar": "تصلح."},
             "permissions": [%s], "reason": "more to do"}
            """;
    private static final String MORE = ROLE.formatted("\"staff.self\", \"dead-letter.view\", \"customer.unmask\"");

    private final StaffFixture hub = new StaffFixture(Map.of());
    private final StaffCalls staff =
            new StaffCalls(hub.bean(Contracts.class), hub.bean(Operations.class), "/roles", "/staff", "/approvals");
    private final RoleStore roles = hub.bean(RoleStore.class);
    private StaffId ann;
    private StaffId ben;

    @BeforeEach
    void twoAdministrators() {
        ann = hired("administrator");
        ben = hired("administrator");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private StaffId hired(String role) {
        StaffId id = StaffLogin.account(hub.behind, Instant.now());
        StaffLogin.give(hub.behind, id, role);
        return id;
    }

    /** With what the roles permit now. */
    private Caller caller(StaffId id) {
        return Caller.staff(id, "ses_of_a_test", hub.bean(Permissions.class).permissionsOf(id), StaffFixture.ADDRESS);
    }

    private HttpReply put(StaffId who, String operation, String path, String tag, String json) {
        return staff.call(operation, "PUT", path, caller(who), headers(tag), json);
    }

    private HttpReply post(StaffId who, String operation, String path, String json) {
        return staff.call(operation, "POST", path, caller(who), headers("\"1\""), json);
    }

    private static Map<String, String> headers(String tag) {
        return Map.of("if-match", tag, "idempotency-key", UUID.randomUUID().toString());
    }

    private HttpReply approve(StaffId who, HttpReply asked) {
        return post(who, "approve", "/approvals/" + body(asked).path("id").asText() + "/approve", "");
    }

    private String tag(StaffId of) {
        return requireNonNull(
                staff.get("get-staff", "/staff/" + of, caller(ann)).headers().get("ETag"));
    }

    private HttpReply give(StaffId maker, StaffId whom, String... wanted) {
        String list = wanted.length == 0 ? "" : "\"" + String.join("\", \"", wanted) + "\"";
        return put(
                maker,
                "set-staff-roles",
                "/staff/" + whom + "/roles",
                tag(whom),
                "{\"roles\": [" + list + "], \"reason\": \"a test\"}");
    }

    private long version(String role) {
        return hub.inTransaction(() -> roles.find(role).orElseThrow().version());
    }

    private long count(String table) {
        return hub.count("select count(*) from " + table);
    }

    @Test
    void aRoleChangesWhenAnotherAdministratorAgrees() {
        StaffId olga = hired("operations");
        HttpReply asked = put(ann, "set-role", "/roles/operations", "\"1\"", MORE);
        assertThat(said(asked)).isEqualTo("202");
        assertThat(body(asked).path("kind").asText()).isEqualTo("role.change");
        assertThat(version("operations")).isEqualTo(1);
        assertThat(said(approve(ann, asked))).isEqualTo("403 APPROVAL_SAME_PERSON");
        assertThat(said(approve(olga, asked))).startsWith("403");
        assertThat(caller(olga).may("customer.unmask")).isFalse();
        assertThat(said(approve(ben, asked))).isEqualTo("200");
        assertThat(version("operations")).isEqualTo(2);
        assertThat(caller(olga).may("customer.unmask")).isTrue();
        assertThat(caller(olga).may("recharge.resync")).as("replaced whole").isFalse();
        assertThat(hub.count("select count(*) from access_audit where action = 'role.changed' and object = 'operations'"
                        + " and before_hash <> after_hash and caller = 'staff:" + ben + "'"))
                .isEqualTo(1);
    }

    @Test
    void aNewRoleHasTheVersionZero() {
        assertThat(said(put(ann, "set-role", "/roles/auditor", "\"1\"", MORE))).isEqualTo("412 PRECONDITION_FAILED");
        assertThat(said(approve(ben, put(ann, "set-role", "/roles/auditor", "\"0\"", MORE))))
                .isEqualTo("200");
        assertThat(staff.read("get-role", "/roles/auditor", caller(hired("finance")))
                        .path("permissions")
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1\"|\"staff.self\", \"everything.do\"|422 VALIDATION_FAILED",
                "\"1\"|\"staff.self\", \"staff.session\"|422 VALIDATION_FAILED",
                "\"1\"|\"dead-letter.view\"|422 VALIDATION_FAILED",
                "\"2\"|\"staff.self\"|412 PRECONDITION_FAILED"
            })
    void aRoleThatDoesNotHoldIsRefused(String tag, String permissions, String refusal) {
        assertThat(said(put(ann, "set-role", "/roles/operations", tag, ROLE.formatted(permissions))))
                .isEqualTo(refusal);
        assertThat(count("approval_request") + count("access_audit")).isZero();
    }

    @Test
    void whoMayNotEditRolesAsksForNothing() {
        assertThat(said(put(hired("finance"), "set-role", "/roles/operations", "\"1\"", MORE)))
                .isEqualTo("403 FORBIDDEN");
        assertThat(said(staff.get("list-staff", "/staff", caller(hired("management")))))
                .isEqualTo("403 FORBIDDEN");
        assertThat(count("approval_request")).isZero();
    }

    @Test
    void somebodyGetsAndLosesRolesByTwoOthers() {
        StaffId olga = hired("operations");
        assertThat(said(approve(ben, give(ann, olga, "finance", "customer-care"))))
                .isEqualTo("200");
        assertThat(caller(olga).may("transfer.confirm")).isTrue();
        assertThat(caller(olga).may("recharge.resync")).isFalse();
        assertThat(hub.count("select count(*) from access_audit where action = 'staff.roles.changed'"))
                .isEqualTo(1);
        assertThat(staff.read("list-staff", "/staff?role=finance&size=10", caller(ann))
                        .path("items")
                        .findValuesAsText("id"))
                .containsExactly(olga.text());
    }

    @Test
    void nobodyChangesHisOwnRolesNeitherAsMakerNorAsChecker() {
        assertThat(said(give(ann, ann, "administrator", "finance"))).isEqualTo("403 FORBIDDEN");
        HttpReply asked = give(ann, ben, "administrator", "finance");
        assertThat(said(asked)).isEqualTo("202");
        assertThat(said(approve(ben, asked))).isEqualTo("403 FORBIDDEN");
        assertThat(caller(ben).may("transfer.confirm")).isFalse();
    }

    @Test
    void twoWhoDecideAboutRolesAreAlwaysLeft() {
        assertThat(said(give(ann, ben, "finance"))).isEqualTo("409 STATE_CONFLICT");
        assertThat(said(post(ann, "disable-staff", "/staff/" + ben + "/disable", "{\"reason\": \"left us\"}")))
                .isEqualTo("409 STATE_CONFLICT");
        assertThat(said(put(ann, "set-role", "/roles/administrator", "\"1\"", MORE)))
                .isEqualTo("409 STATE_CONFLICT");
        assertThat(said(give(ann, ben, "no-such-role"))).isEqualTo("422 VALIDATION_FAILED");
        StaffId third = hired("administrator");
        assertThat(said(approve(third, give(ann, ben, "finance")))).isEqualTo("200");
        assertThat(caller(ben).may("role.edit")).isFalse();
    }

    @Test
    void whoIsDisabledIsOutAtOnceAndComesBackByTwo() {
        StaffId olga = hired("operations");
        StaffLogin login = StaffLogin.loggedIn(hub.behind, olga, hub.clock.instant());
        String disable = "/staff/" + olga + "/disable";
        assertThat(said(post(olga, "disable-staff", disable, "{\"reason\": \"left us\"}")))
                .isEqualTo("403 FORBIDDEN");
        HttpReply disabled = post(ann, "disable-staff", disable, "{\"reason\": \"left us\"}");
        assertThat(body(disabled).path("disabled").asBoolean()).isTrue();
        assertThat(caller(olga).permissions()).isEmpty();
        assertThat(hub.count("select count(*) from staff_session where id = '" + login.session()
                        + "' and end_reason = 'disabled'"))
                .isEqualTo(1);
        assertThat(said(post(ann, "disable-staff", "/staff/" + ann + "/disable", "{\"reason\": \"left us\"}")))
                .isEqualTo("403 FORBIDDEN");
        HttpReply asked = post(ann, "enable-staff", "/staff/" + olga + "/enable", "{\"reason\": \"is back\"}");
        assertThat(said(asked)).isEqualTo("202");
        assertThat(caller(olga).permissions()).isEmpty();
        assertThat(said(approve(ben, asked))).isEqualTo("200");
        assertThat(caller(olga).may("recharge.resync")).isTrue();
        assertThat(said(post(ann, "enable-staff", "/staff/" + olga + "/enable", "{\"reason\": \"is back\"}")))
                .isEqualTo("409 STATE_CONFLICT");
    }

    @Test
    void whoIsNotThereIsNotThere() {
        for (String id : new String[] {StaffId.next().text(), "stf_nobody", "1"}) {
            assertThat(said(staff.get("get-staff", "/staff/" + id, caller(ann))))
                    .isEqualTo("404 NOT_FOUND");
            assertThat(said(post(ann, "disable-staff", "/staff/" + id + "/disable", "{\"reason\": \"left us\"}")))
                    .isEqualTo("404 NOT_FOUND");
        }
        assertThat(said(staff.get("get-role", "/roles/nothing", caller(ann)))).isEqualTo("404 NOT_FOUND");
    }
}
