package wallethub.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffCalls.body;
import static wallethub.testing.StaffCalls.said;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.id.StaffId;
import wallethub.operation.Contracts;
import wallethub.operation.HttpReply;
import wallethub.operation.Operations;
import wallethub.testing.StaffCalls;
import wallethub.testing.StaffLogin;

/** One human with two accounts is one person, and who cannot be told apart is one, too. */
class SamePersonTests {

    private static LoginWalk walk;
    private static StaffCalls calls;

    @BeforeAll
    static void start() {
        walk = new LoginWalk(Map.of("hub.staff.oidc.person-claim", "employee"));
        calls = new StaffCalls(
                walk.staff.bean(Contracts.class), walk.staff.bean(Operations.class), "/staff", "/approvals");
    }

    @AfterAll
    static void close() {
        walk.close();
    }

    @BeforeEach
    void beginAnew() {
        walk.beginAnew();
        walk.issuer.groups = List.of("wallet finance");
    }

    /** Logs in under that subject, as whoever the issuer says; an administrator from then on. */
    private static StaffId account(String subject, String employee) {
        walk.issuer.claims = c -> c.subject(subject).claim("employee", employee);
        StaffId id = walk.staff.resolve(walk.login().accessToken()).staff();
        StaffLogin.give(walk.staff.behind, id, "administrator");
        return id;
    }

    private static Caller caller(StaffId id) {
        return Caller.staff(
                id, "ses_of_a_test", walk.staff.bean(Permissions.class).permissionsOf(id), StaffFixture.ADDRESS);
    }

    private static HttpReply asked(StaffId who, StaffId of, String role) {
        String tag = String.valueOf(
                calls.get("get-staff", "/staff/" + of, caller(who)).headers().get("ETag"));
        return calls.call(
                "set-staff-roles",
                "PUT",
                "/staff/" + of + "/roles",
                caller(who),
                Map.of("if-match", tag, "idempotency-key", UUID.randomUUID().toString()),
                "{\"roles\": [\"administrator\", \"%s\"], \"reason\": \"more to do\"}".formatted(role));
    }

    private static HttpReply decided(StaffId who, HttpReply asked, String operation, String path, String json) {
        return calls.call(
                operation,
                "POST",
                "/approvals/" + body(asked).path("id").asText() + path,
                caller(who),
                Map.of("if-match", "\"1\""),
                json);
    }

    private static HttpReply approve(StaffId who, HttpReply asked) {
        return decided(who, asked, "approve", "/approve", "");
    }

    @Test
    void scenario42_whatOneAccountAskedForNoOtherAccountOfThePersonDecides() {
        StaffId old = account("subject-1", "employee-7");
        StaffId renewed = account("subject-2", "employee-7");
        StaffId other = account("subject-3", "employee-8");
        StaffId olga = account("subject-4", "employee-9");
        HttpReply asked = asked(old, olga, "operations");
        assertThat(said(asked)).isEqualTo("202");

        assertThat(said(approve(renewed, asked))).isEqualTo("403 APPROVAL_SAME_PERSON");
        assertThat(said(decided(renewed, asked, "reject-approval", "/reject", "{\"reason\": \"not so\"}")))
                .isEqualTo("403 APPROVAL_SAME_PERSON");
        assertThat(caller(olga).may("recharge.resync")).isFalse();
        assertThat(walk.staff.count("select count(*) from access_audit where action like '%.refused' and object = '"
                        + body(asked).path("id").asText() + "' and caller = 'staff:" + renewed + "'"))
                .as("each try is kept")
                .isEqualTo(2);
        assertThat(said(approve(other, asked))).isEqualTo("200");
        assertThat(caller(olga).may("recharge.resync")).isTrue();
    }

    @Test
    void accountsOfTwoIssuersCannotBeToldApart() {
        StaffId here = account("subject-1", "employee-7");
        StaffId there = StaffLogin.account(walk.staff.behind, walk.staff.clock.instant());
        StaffLogin.give(walk.staff.behind, there, "administrator");
        StaffId olga = account("subject-4", "employee-9");
        HttpReply asked = asked(here, olga, "operations");

        assertThat(said(approve(there, asked))).isEqualTo("403 APPROVAL_SAME_PERSON");
        assertThat(caller(olga).may("recharge.resync")).isFalse();
        Permissions permissions = walk.staff.bean(Permissions.class);
        assertThat(permissions.samePerson(here, here)).isTrue();
        assertThat(permissions.samePerson(here, olga)).isFalse();
        assertThat(permissions.samePerson(here, StaffId.next()))
                .as("nobody knows")
                .isTrue();
    }

    @Test
    void nobodyChangesTheRolesOfHisOtherAccount() {
        StaffId first = account("subject-1", "employee-7");
        StaffId second = account("subject-2", "employee-7");
        StaffId other = account("subject-3", "employee-8");
        assertThat(said(asked(first, second, "finance"))).isEqualTo("403 FORBIDDEN");
        HttpReply asked = asked(other, second, "finance");
        assertThat(said(approve(first, asked))).isEqualTo("403 FORBIDDEN");
        assertThat(walk.staff.count("select count(*) from staff_account_role where account_id = '" + second
                        + "' and role_id = 'finance' and source = 'hub'"))
                .isZero();
    }

    @Test
    void withoutTheClaimOfThePersonNobodyComesIn() {
        walk.issuer.claims = c -> c.subject("subject-1");
        walk.assertNobody(walk.back(), "login_failed");
        walk.issuer.claims = c -> c.subject("subject-1").claim("employee", "");
        walk.assertNobody(walk.back(), "login_failed");
        walk.issuer.claims = c -> c.subject("subject-1").claim("employee", List.of("employee-7"));
        walk.assertNobody(walk.back(), "login_failed");
    }
}
