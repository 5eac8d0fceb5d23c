package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.get;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.testing.StaffApi;

/** Settings that guard money: nobody lifts alone the limit that binds him. */
class GuardedSettingTests {

    private static final ApprovalFixture HUB = new ApprovalFixture();
    private static final String PATH = "/settings/approval-limits";

    private final Caller editor =
            HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.SETTING_VIEW, StaffPermission.SETTING_EDIT);
    private final Caller decider = HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.SETTING_EDIT_APPROVE);
    private final Caller maker = HUB.maker();

    @AfterAll
    static void close() {
        HUB.close();
    }

    /** One waits at a time on a group: what a test leaves behind is in nobody's way. */
    @BeforeEach
    void nothingWaits() {
        HUB.behind.sql("""
                        update approval_request set state = 'withdrawn', decided_at = now(), version = 2
                        where kind = 'setting.change' and state = 'pending'
                        """).update();
    }

    private StaffApi.Reply limits() {
        return HUB.api.call("get-setting", editor, get(PATH));
    }

    private StaffApi.Reply set(Caller caller, String daily) {
        return HUB.api.call(
                "set-setting",
                caller,
                new StaffApi.Request("PUT", PATH, Map.of(), Map.of(), "")
                        .with("if-match", limits().etag())
                        .saying("""
                                {"reason": "a busy week", "value": {"limits": [
                                    {"daily": {"amount": "%s", "currency": "KWD"},
                                     "large": {"amount": "500.000", "currency": "KWD"}}]}}
                                """.formatted(daily)));
    }

    private String asked(String daily) {
        StaffApi.Reply reply = set(editor, daily);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(202);
        return reply.text("/id");
    }

    @Test
    void aLimitIsLiftedWhenASecondPersonAgreesAndHoldsUntilThen() {
        String before = limits().text("/version");
        String id = asked("6000.000");
        assertThat(limits().text("/version")).isEqualTo(before);
        assertThat(HUB.ask(maker, "lifted", "5500.000")).isInstanceOf(ApprovalOutcome.Refused.class);

        StaffApi.Reply approved = HUB.approve(id, decider);

        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
        assertThat(approved.text("/payload/value/limits/0/daily/amount")).isEqualTo("6000.000");
        assertThat(limits().text("/version")).isEqualTo(approved.text("/result/version"));
        assertThat(limits().text("/history/0/changedBy")).isEqualTo(decider.subject());
        assertThat(limits().text("/history/0/reason")).isEqualTo("a busy week");
        assertThat(HUB.ask(maker, "lifted", "5500.000")).isInstanceOf(ApprovalOutcome.Requested.class);
        assertThat(HUB.audit("approval-limits"))
                .contains("setting.changed " + decider.subject(), "setting.change " + decider.subject());
    }

    @Test
    void whoWantsAnotherLimitDoesNotDecideAboutItInAnyRole() {
        String before = limits().text("/version");
        String id = asked("7000.000");
        Caller both = HUB.staff.permit(
                editor.staff(),
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.SETTING_VIEW,
                StaffPermission.SETTING_EDIT,
                StaffPermission.SETTING_EDIT_APPROVE);

        assertThat(HUB.approve(id, both).code()).isEqualTo("APPROVAL_SAME_PERSON");
        assertThat(HUB.approve(id, HUB.checker()).code()).isEqualTo("FORBIDDEN");
        assertThat(set(HUB.checker(), "7000.000").code()).isEqualTo("FORBIDDEN");
        assertThat(HUB.state(id)).isEqualTo("pending");
        assertThat(limits().text("/version")).isEqualTo(before);
        assertThat(HUB.audit(id)).contains("approval.approve.refused " + both.subject());
    }

    @Test
    void whatWasAskedAgainstAnOlderVersionIsStale() {
        String id = asked("8000.000");
        HUB.behind.sql("""
                        insert into setting_version (group_name, version, content, changed_by, reason, changed_at)
                        select 'approval-limits', coalesce(max(version), 0) + 1, '{"limits":[]}', 'staff:another', 'r', now()
                        from setting_version where group_name = 'approval-limits'
                        """).update();

        StaffApi.Reply refused = HUB.approve(id, decider);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("APPROVAL_STALE");
        assertThat(HUB.state(id)).isEqualTo("pending");
        assertThat(limits().text("/value/limits/0/daily/amount")).isEmpty();
        // What no line names moves nothing by hand.
        assertThat(HUB.ask(maker, "no-limit", "0.001")).isInstanceOf(ApprovalOutcome.Refused.class);
        HUB.reject(id, decider);
        assertThat(HUB.approve(asked("5000.000"), decider).status()).isEqualTo(200);
    }

    @Test
    void oneChangeOfAGroupWaitsAtATimeAndTheSameValueIsNoChange() {
        HUB.approve(asked("4000.000"), decider);
        assertThat(set(editor, "4000.000").status()).isEqualTo(200);
        String id = asked("9000.000");

        assertThat(set(editor, "9500.000").code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.withdraw(id, editor).status()).isEqualTo(200);
        assertThat(HUB.approve(id, decider, "*").code()).isEqualTo("STATE_CONFLICT");
        assertThat(limits().text("/value/limits/0/daily/amount")).isEqualTo("4000.000");
        HUB.approve(asked("5000.000"), decider);
    }
}
