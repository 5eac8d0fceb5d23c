package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;
import wallethub.testing.StaffApi;

/** Who decides is somebody else, may at that moment, and decides about exactly what was asked for. */
class SecondPersonTests {

    private static final ApprovalFixture HUB = new ApprovalFixture();
    private static int places;

    private final Caller maker = HUB.maker();
    private final Caller checker = HUB.checker();
    private final String place = "place-" + places++;

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void scenario42_nobodyApprovesHisOwnThroughASecondRole() {
        String id = HUB.asked(maker, place, "1.000");
        Caller both = HUB.staff.permit(
                maker.staff(),
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.REFUND_REQUEST,
                StaffPermission.REFUND_APPROVE);

        StaffApi.Reply refused = HUB.approve(id, both);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("APPROVAL_SAME_PERSON");
        assertThat(HUB.reject(id, both).code()).isEqualTo("APPROVAL_SAME_PERSON");
        HUB.nothingHappened(id);
        assertThat(HUB.audit(id))
                .containsExactly(
                        "approval.request " + maker.subject(),
                        "approval.approve.refused " + maker.subject(),
                        "approval.reject.refused " + maker.subject());
    }

    @Test
    void scenario42_nobodyApprovesHisOwnWithASecondAccount() {
        String id = HUB.asked(maker, place, "1.000");
        Caller second = HUB.staff.again(maker.staff(), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);

        StaffApi.Reply refused = HUB.approve(id, second);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("APPROVAL_SAME_PERSON");
        HUB.nothingHappened(id);
        assertThat(HUB.audit(id)).contains("approval.approve.refused " + second.subject());
    }

    /** Past every trigger, by somebody who owns the database. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "payload | replace(payload, '1.000', '9.000')",
                "amount_minor | amount_minor - 1",
                "reason | 'a better one'",
                "maker | 'stf_01JD0000000000000000000009'",
                "state_before | 'another'",
                "expires_at | expires_at + interval '1 day'",
                "made_at | made_at - interval '1 day'",
                "payload_hash | sha256('{}')"
            })
    void scenario43_whatWasEditedIsVoid(String column, String value) {
        String id = HUB.asked(maker, place, "1.000");
        HUB.staff.permit(new StaffId("stf_01JD0000000000000000000009"), StaffPermission.REFUND_REQUEST);
        edit(id, column, value);

        StaffApi.Reply refused = HUB.approve(id, checker);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("APPROVAL_STALE");
        HUB.nothingHappened(id);
        assertThat(HUB.audit(id)).contains("approval.approve.refused " + checker.subject());
        assertThat(HUB.reject(id, checker).status()).isEqualTo(200);
    }

    /** What was approved once is not approved again under another id, as whoever may write to the database could wish. */
    @Test
    void scenario43_aCopyOfWhatWasApprovedIsVoid() {
        String id = HUB.asked(maker, place, "1.000");
        HUB.approve(id, checker);
        String copy = ApprovalId.next().text();
        HUB.jdbc.sql("""
                        insert into approval_request (id, kind, object, alone, payload, payload_hash, amount_minor, currency,
                            state_before, reason, maker, made_at, expires_at, state, version)
                        select :copy, kind, object, alone, payload, payload_hash, amount_minor, currency,
                            state_before, reason, maker, made_at, expires_at, 'pending', 1
                        from approval_request where id = :id
                        """).param("copy", copy).param("id", id).update();

        assertThat(HUB.approve(copy, checker).code()).isEqualTo("APPROVAL_STALE");
        HUB.nothingHappened(copy);
    }

    private static void edit(String id, String column, String value) {
        HUB.behind.sql("alter table approval_request disable trigger user").update();
        int changed = HUB.behind
                .sql("update approval_request set " + column + " = " + value + " where id = :id")
                .param("id", id)
                .update();
        HUB.behind.sql("alter table approval_request enable trigger user").update();
        assertThat(changed).isOne();
    }

    @Test
    void scenario44_theRoleThatIsGoneSinceIsNoRole() {
        String id = HUB.asked(maker, place, "1.000");
        HUB.staff.permit(checker.staff(), StaffPermission.APPROVAL_VIEW);

        StaffApi.Reply ofChecker = HUB.approve(id, checker);
        HUB.staff.permit(checker.staff(), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);
        HUB.staff.permit(maker.staff(), StaffPermission.APPROVAL_VIEW);
        StaffApi.Reply ofMaker = HUB.approve(id, checker);

        assertThat(List.of(ofChecker.status(), ofMaker.status())).containsExactly(403, 403);
        assertThat(List.of(ofChecker.code(), ofMaker.code())).containsExactly("FORBIDDEN", "FORBIDDEN");
        HUB.nothingHappened(id);
        assertThat(HUB.audit(id))
                .filteredOn(row -> row.startsWith("approval.approve.refused"))
                .hasSize(2);
        HUB.staff.permit(maker.staff(), StaffPermission.REFUND_REQUEST);
        assertThat(HUB.approve(id, checker).status()).isEqualTo(200);
    }

    @Test
    void whoMayNotAskAsksForNothing() {
        ApprovalOutcome outcome = HUB.ask(checker, place, "1.000");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ApprovalOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(HUB.jdbc
                        .sql("select count(*) from approval_request where object = :place")
                        .param("place", place)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void onlyWhoAskedForItWithdrawsIt() {
        String id = HUB.asked(maker, place, "1.000");

        assertThat(HUB.withdraw(id, checker).code()).isEqualTo("FORBIDDEN");
        assertThat(HUB.state(id)).isEqualTo("pending");
        assertThat(HUB.withdraw(id, maker).text("/state")).isEqualTo("withdrawn");
        assertThat(HUB.approve(id, checker, "*").code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.done()).doesNotContain(id);
    }

    @Test
    void aPermissionForSomethingElseDecidesNothing() {
        String id = HUB.asked(maker, place, "1.000");
        Caller other = HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.WALLET_ADJUST_APPROVE);

        assertThat(HUB.approve(id, other).status()).isEqualTo(403);
        assertThat(HUB.reject(id, other).status()).isEqualTo(403);
        assertThat(HUB.read(id, other).status()).isEqualTo(404);
        HUB.nothingHappened(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update approval_request set payload = '{}' where id = :id",
                "update approval_request set maker = 'stf_01JD0000000000000000000009' where id = :id",
                "update approval_request set kind = 'k' where id = :id",
                "update approval_request set state = 'approved', checker = maker, decided_at = now(), result = '{}', "
                        + "version = 2 where id = :id",
                "update approval_request set state = 'approved', version = 2 where id = :id",
                "delete from approval_request where id = :id"
            })
    void theDatabaseRefusesWhatTheHubNeverDoes(String statement) {
        String id = HUB.asked(maker, place, "1.000");

        assertThatThrownBy(() -> HUB.behind.sql(statement).param("id", id).update())
                .isInstanceOf(DataAccessException.class);
        HUB.nothingHappened(id);
    }

    @Test
    void theDatabaseLetsNothingBeDecidedTwice() {
        String id = HUB.asked(maker, place, "1.000");
        HUB.reject(id, checker);

        assertThatThrownBy(() -> HUB.behind
                        .sql("update approval_request set state = 'pending', version = 1, checker = null, "
                                + "decided_at = null, decision_reason = null where id = :id")
                        .param("id", id)
                        .update())
                .hasMessageContaining("rejected already");
    }
}
