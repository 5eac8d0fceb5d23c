package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffDirectory;
import wallethub.database.RowScope;
import wallethub.id.SessionId;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.StaffLogin;

/** Login accounts that end or are renewed, and what becomes in the hub of those who had them. */
class LoginAccountTests {

    private static final JsonMapper JSON = new JsonMapper();

    private static IdpInstallation hub;
    private StaffId ann;
    private StaffId ben;

    @BeforeAll
    static void start() {
        hub = new IdpInstallation(Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @BeforeEach
    void twoAdministrators() {
        hub.behind
                .sql("truncate staff_account, staff_account_role, staff_session, staff_refresh, staff_login_attempt")
                .update();
        hub.behind
                .sql("truncate idp_account, idp_invitation, idp_login, idp_authorization")
                .update();
        ann = inTheHub(hub.account("administrators"), "administrator");
        ben = inTheHub(hub.account("administrators"), "administrator");
    }

    /** As if he had logged in and had that role; has logged in here, that is. */
    private static StaffId inTheHub(String name, String role) {
        StaffId id = StaffLogin.account(hub.behind, hub.clock.instant());
        hub.behind
                .sql(
                        "update staff_account set issuer = :issuer, subject = :subject, display_name = :name where id = :id")
                .param("issuer", hub.bean(IdpSettings.class).issuer())
                .param("subject", hub.subject(name))
                .param("name", name)
                .param("id", id.text())
                .update();
        StaffLogin.give(hub.behind, id, role);
        return id;
    }

    private static String name(StaffId staff) {
        return hub.behind
                .sql("select display_name from staff_account where id = :id")
                .param("id", staff.text())
                .query(String.class)
                .single();
    }

    private static Caller caller(StaffId staff) {
        return Caller.staff(staff, null, hub.bean(StaffDirectory.class).permissionsOf(staff), IdpInstallation.ADDRESS);
    }

    private static Answer run(String operation, Caller caller, Map<String, String> document) {
        return hub.bean(Operations.class)
                .run(operation, caller, JSON.valueToTree(document).toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Answer disable(StaffId who, String name) {
        return run("disable-login-account", caller(who), Map.of("userName", name, "reason", "left us"));
    }

    private static Answer invite(StaffId who, String name, String group) {
        return run("invite-staff", caller(who), Map.of("userName", name, "group", group, "reason", "comes to us"));
    }

    private static ErrorCode refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refusal.class);
        return ((Answer.Refusal) answer).code();
    }

    private static long count(String sql, String value) {
        return hub.behind.sql(sql).param("value", value).query(Long.class).single();
    }

    private static long alive(SessionId session) {
        return count("select count(*) from staff_session where id = :value and ended_at is null", session.text());
    }

    @Test
    void whoseAccountIsDisabledIsOutEverywhereAtOnce() {
        String name = hub.account("staff");
        StaffId olga = inTheHub(name, "operations");
        SessionId session =
                StaffLogin.loggedIn(hub.behind, olga, hub.clock.instant()).session();
        String begun = hub.token(name);
        byte[] secret = hub.authenticator(begun);
        String invitation = hub.invite(name, "staff").text();

        assertThat(disable(ann, name)).isInstanceOf(Answer.Document.class);

        assertThat(hub.login(name, IdpInstallation.PASSWORD)).isInstanceOf(Logins.Password.Wrong.class);
        assertThat(hub.code(begun, TimeCodes.code(secret, hub.clock.instant()))).isInstanceOf(Logins.Code.Gone.class);
        assertThat(hub.accept(invitation, name, IdpInstallation.PASSWORD))
                .as("what was handed out before")
                .isInstanceOf(Invitations.Acceptance.NotGood.class);
        assertThat(alive(session)).isZero();
        assertThat(hub.bean(StaffDirectory.class).permissionsOf(olga)).isEmpty();
        assertThat(count(
                        "select count(*) from access_audit where action = 'idp.account.disable' and object = :value and reason = 'left us'",
                        hub.subject(name)))
                .isEqualTo(1);
        assertThat(count(
                        "select count(*) from access_audit where action = 'staff.disable' and object = :value",
                        olga.text()))
                .isEqualTo(1);
        assertThat(disable(ann, name)).as("again").isInstanceOf(Answer.Document.class);
        assertThat(count(
                        "select count(*) from access_audit where action = 'idp.account.disable' and object = :value",
                        hub.subject(name)))
                .isEqualTo(1);
    }

    @Test
    void aConfirmedLoginOfADisabledAccountGoesNoFurther() {
        String name = hub.account("staff");
        String begun = hub.token(name);
        assertThat(hub.code(begun, TimeCodes.code(hub.authenticator(begun), hub.clock.instant())))
                .isInstanceOf(Logins.Code.Right.class);
        assertThat(disable(ann, name)).isInstanceOf(Answer.Document.class);
        assertThat(hub.bean(Logins.class).use(begun)).isEmpty();
    }

    @Test
    void nobodyDisablesHimselfOrTheLastTwoAndNobodyWithoutTheRightAnybody() {
        StaffId olga = inTheHub(hub.account("staff"), "operations");
        assertThat(refusal(disable(ann, name(ann)))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(disable(ann, name(ben)))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refusal(disable(olga, name(ann)))).isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(refusal(disable(ann, "nobody.here"))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(disable(ann, "No Name At All"))).isEqualTo(ErrorCode.NOT_FOUND);
        for (StaffId one : Set.of(ann, ben)) {
            assertThat(hub.login(name(one), IdpInstallation.PASSWORD)).isInstanceOf(Logins.Password.Right.class);
            assertThat(hub.bean(StaffDirectory.class).permissionsOf(one)).contains("role.approve");
        }
    }

    @Test
    void whoeverIsRenewedIsTheSamePersonWithoutTheOldSessionsAndRoles() {
        String name = name(ben);
        SessionId session =
                StaffLogin.loggedIn(hub.behind, ben, hub.clock.instant()).session();
        String first = hub.subject(name);
        assertThat(hub.accept(hub.invite(name, "staff").text(), name, IdpInstallation.PASSWORD))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(hub.subject(name)).isNotEqualTo(first);
        assertThat(alive(session)).isZero();
        assertThat(count(
                        "select count(*) from access_audit where action = 'staff.session.ended-by-issuer' and object = :value",
                        session.text()))
                .isEqualTo(1);
        Account renewed = RowScope.system()
                .call(() -> hub.bean(AccountStore.class).find(new UserName(name)))
                .orElseThrow();
        assertThat(renewed.person()).isEqualTo(first);
        assertThat(hub.accept(hub.invite(name, "staff").text(), name, IdpInstallation.PASSWORD))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(RowScope.system()
                        .call(() -> hub.bean(AccountStore.class).find(new UserName(name)))
                        .orElseThrow()
                        .person())
                .as("however often")
                .isEqualTo(first);
    }

    /** Renewing somebody away makes no room for a second account of one's own. */
    @Test
    void oneAdministratorDoesNotMakeHimselfASecondOne() {
        String name = name(ben);
        assertThat(invite(ann, name, "staff")).isInstanceOf(Answer.Document.class);
        assertThat(hub.accept(hub.invite(name, "staff").text(), name, IdpInstallation.PASSWORD))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(hub.hasRoom("administrators")).as("as the issuer counts").isTrue();
        assertThat(refusal(invite(ann, "anns.other.self", "administrators"))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(invite(ann, "for.the.day", "break-glass")).isInstanceOf(Answer.Document.class);
        assertThat(OwnIssuer.ROLES).containsOnlyKeys("administrators");
    }

    @Test
    void aloneAnAdministratorInvitesTheSecondOne() {
        hub.behind
                .sql("delete from staff_account_role where account_id = :id")
                .param("id", ben.text())
                .update();
        hub.behind
                .sql("delete from idp_account where id = :id")
                .param("id", hub.subject(name(ben)))
                .update();
        assertThat(invite(ann, "the.second", "administrators")).isInstanceOf(Answer.Document.class);
        assertThat(refusal(invite(ann, "the.third", "administrators"))).isEqualTo(ErrorCode.STATE_CONFLICT);
    }
}
