package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.problem.ErrorCode;
import wallethub.testing.StaffApi;

/** One person asks, another decides, and it happens once. */
class ApprovalTests {

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
    void whatOneAsksForAnotherApprovesAndItHappens() {
        String id = HUB.asked(maker, place, "12.500");

        StaffApi.Reply waiting = HUB.read(id, checker);
        StaffApi.Reply approved = HUB.approve(id, checker, waiting.etag());

        assertThat(waiting.status()).isEqualTo(200);
        assertThat(waiting.text("/payload/where")).isEqualTo(place);
        assertThat(waiting.text("/amount/amount")).isEqualTo("12.500");
        assertThat(waiting.text("/expiresAt")).isEqualTo("2026-03-04T10:00:00Z");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.text("/state")).isEqualTo("approved");
        assertThat(approved.text("/result/place")).isEqualTo(place);
        assertThat(approved.text("/checker")).isEqualTo(checker.staff().text());
        assertThat(approved.etag()).isEqualTo("\"2\"");
        assertThat(HUB.done()).containsOnlyOnce(id);
        assertThat(HUB.audit(id))
                .containsExactly("approval.request " + maker.subject(), "approval.approve " + checker.subject());
        assertThat(HUB.audit(place)).containsExactly("test.errand " + checker.subject());
    }

    /** Scenario 42. */
    @Test
    void nobodyApprovesHisOwnThroughASecondRole() {
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
        nothingHappened(id);
        assertThat(HUB.audit(id))
                .containsExactly(
                        "approval.request " + maker.subject(),
                        "approval.approve.refused " + maker.subject(),
                        "approval.reject.refused " + maker.subject());
    }

    /** Scenario 42. */
    @Test
    void nobodyApprovesHisOwnWithASecondAccount() {
        String id = HUB.asked(maker, place, "1.000");
        Caller second = HUB.staff.again(maker.staff(), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);

        StaffApi.Reply refused = HUB.approve(id, second);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("APPROVAL_SAME_PERSON");
        nothingHappened(id);
        assertThat(HUB.audit(id)).contains("approval.approve.refused " + second.subject());
    }

    /** Scenario 43: past every trigger, by somebody who owns the database. */
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
                "payload_hash | sha256('{}')"
            })
    void whatWasEditedIsVoid(String column, String value) {
        String id = HUB.asked(maker, place, "1.000");
        HUB.staff.permit(new wallethub.id.StaffId("stf_01JD0000000000000000000009"), StaffPermission.REFUND_REQUEST);
        edit(id, column, value);

        StaffApi.Reply refused = HUB.approve(id, checker);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("APPROVAL_STALE");
        nothingHappened(id);
        assertThat(HUB.audit(id)).contains("approval.approve.refused " + checker.subject());
        assertThat(HUB.reject(id, checker).status()).isEqualTo(200);
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

    /** Scenario 44. */
    @Test
    void theRoleThatIsGoneSinceIsNoRole() {
        String id = HUB.asked(maker, place, "1.000");
        HUB.staff.permit(checker.staff(), StaffPermission.APPROVAL_VIEW);

        StaffApi.Reply ofChecker = HUB.approve(id, checker);
        HUB.staff.permit(checker.staff(), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);
        HUB.staff.permit(maker.staff(), StaffPermission.APPROVAL_VIEW);
        StaffApi.Reply ofMaker = HUB.approve(id, checker);

        assertThat(List.of(ofChecker.status(), ofMaker.status())).containsExactly(403, 403);
        assertThat(List.of(ofChecker.code(), ofMaker.code())).containsExactly("FORBIDDEN", "FORBIDDEN");
        nothingHappened(id);
        assertThat(HUB.audit(id))
                .filteredOn(row -> row.startsWith("approval.approve.refused"))
                .hasSize(2);
        HUB.staff.permit(maker.staff(), StaffPermission.REFUND_REQUEST);
        assertThat(HUB.approve(id, checker).status()).isEqualTo(200);
    }

    @Test
    void whatItDependsOnMustBeAsItWas() {
        String id = HUB.asked(maker, place, "1.000");

        HUB.errands.states.put(place, "changed");
        StaffApi.Reply changed = HUB.approve(id, checker);
        HUB.errands.states.put(place, "gone");
        StaffApi.Reply gone = HUB.approve(id, checker);

        assertThat(changed.code()).isEqualTo("APPROVAL_STALE");
        assertThat(gone.code()).isEqualTo("NOT_FOUND");
        nothingHappened(id);
    }

    @Test
    void largeAmountsWantTheOtherChecker() {
        String small = HUB.asked(maker, place, "500.000");
        String large = HUB.asked(maker, place + "-large", "500.001");
        Caller ofLarge = HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE_LARGE);

        assertThat(HUB.approve(large, checker).code()).isEqualTo("FORBIDDEN");
        assertThat(HUB.approve(small, ofLarge).code()).isEqualTo("FORBIDDEN");
        nothingHappened(large);
        assertThat(HUB.approve(large, ofLarge).status()).isEqualTo(200);
        assertThat(HUB.approve(small, checker).status()).isEqualTo(200);
    }

    @Test
    void whatOnePersonAsksForInOneDayIsLimited() {
        String first = HUB.asked(maker, place, "3000.000");
        HUB.asked(maker, place + "-b", "-1500.000");

        ApprovalOutcome over = HUB.ask(maker, place + "-c", "500.001");

        assertThat(over)
                .isInstanceOfSatisfying(
                        ApprovalOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AMOUNT_ABOVE_MAXIMUM));
        assertThat(HUB.ask(HUB.maker(), place + "-d", "5000.000")).isInstanceOf(ApprovalOutcome.Requested.class);
        // What nobody wants any more does not count.
        assertThat(HUB.withdraw(first, maker).status()).isEqualTo(200);
        HUB.asked(maker, place + "-e", "3500.000");
        assertThat(HUB.ask(maker, place + "-f", "0.001")).isInstanceOf(ApprovalOutcome.Refused.class);
    }

    /** Asked for at the same moment they would each fit alone. */
    @Test
    void theLimitOfTheDayHoldsWhateverComesTogether() throws Exception {
        List<Callable<ApprovalOutcome>> asking = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String where = place + "-" + i;
            asking.add(() -> HUB.ask(maker, where, "1000.000"));
        }

        assertThat(together(asking))
                .filteredOn(outcome -> outcome instanceof ApprovalOutcome.Requested)
                .hasSize(5);
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
    void oneAtATimeWaitsOnAnObject() {
        String first = HUB.asked(maker, place, "1.000");

        assertThat(HUB.ask(HUB.maker(), place, "2.000"))
                .isInstanceOfSatisfying(
                        ApprovalOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
        HUB.reject(first, checker);
        assertThat(HUB.ask(HUB.maker(), place, "2.000")).isInstanceOf(ApprovalOutcome.Requested.class);
    }

    @Test
    void ofAHundredApprovalsAtOnceOneCounts() throws Exception {
        String id = HUB.asked(maker, place, "1.000");
        List<Callable<StaffApi.Reply>> approving = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Caller one = HUB.checker();
            approving.add(() -> HUB.approve(id, one));
        }

        List<StaffApi.Reply> replies = together(approving);

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 412).hasSize(99);
        assertThat(HUB.done()).containsOnlyOnce(id);
        assertThat(HUB.audit(id))
                .filteredOn(row -> row.startsWith("approval.approve "))
                .hasSize(1);
    }

    @Test
    void whoseAnswerWasLostAsksAgain() throws Exception {
        String id = HUB.asked(maker, place, "1.000");
        List<Callable<StaffApi.Reply>> approving = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            approving.add(() -> HUB.approve(id, checker));
        }

        List<StaffApi.Reply> replies = together(approving);

        assertThat(replies).extracting(StaffApi.Reply::status).containsOnly(200);
        assertThat(replies)
                .extracting(StaffApi.Reply::body)
                .containsOnly(replies.getFirst().body());
        assertThat(HUB.done()).containsOnlyOnce(id);
        assertThat(HUB.approve(id, HUB.checker(), "\"2\"").code()).isEqualTo("STATE_CONFLICT");
    }

    @Test
    void withoutIfMatchNothingIsApproved() {
        String id = HUB.asked(maker, place, "1.000");

        StaffApi.Reply reply = HUB.api.call("approve", checker, post("/approvals/" + id + "/approve"));

        assertThat(reply.status()).isEqualTo(428);
        assertThat(HUB.approve(id, checker, " ").status()).isEqualTo(428);
        nothingHappened(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "W/\"1\"", "1", "\"11\", \"x\"", "W/\"1\", W/\"2\"", "\"\"", "\"x\", *"})
    void whatTheCallerHasNotSeenIsNotApproved(String ifMatch) {
        String id = HUB.asked(maker, place, "1.000");

        StaffApi.Reply reply = HUB.approve(id, checker, ifMatch);

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.code()).isEqualTo("PRECONDITION_FAILED");
        nothingHappened(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "*", "\"0\", \"1\"", "W/\"1\", \"1\"", "\"a,b\" ,\"1\""})
    void whatTheCallerHasSeenIsApproved(String ifMatch) {
        String id = HUB.asked(maker, place, "1.000");

        assertThat(HUB.approve(id, checker, ifMatch).status()).isEqualTo(200);
    }

    @Test
    void whatCannotBeDoneGoesOnWaiting() {
        String id = HUB.asked(maker, place, "1.000");
        HUB.errands.failing = true;
        try {
            assertThat(HUB.approve(id, checker).code()).isEqualTo("WALLET_FROZEN");
        } finally {
            HUB.errands.failing = false;
        }
        nothingHappened(id);
        assertThat(HUB.approve(id, checker).status()).isEqualTo(200);
    }

    @Test
    void aNoIsForEver() {
        String id = HUB.asked(maker, place, "1.000");

        StaffApi.Reply rejected = HUB.reject(id, checker);

        assertThat(rejected.status()).isEqualTo(200);
        assertThat(rejected.text("/state")).isEqualTo("rejected");
        assertThat(rejected.text("/decisionReason")).isEqualTo("not so");
        assertThat(HUB.approve(id, checker, "*").text("/state")).isEqualTo("rejected");
        assertThat(HUB.withdraw(id, maker).code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.done()).doesNotContain(id);
        assertThat(HUB.audit(id)).contains("approval.reject " + checker.subject());
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
        nothingHappened(id);
    }

    @Test
    void whatNobodyDecidesInTimeIsOver() {
        try (ApprovalFixture hub = new ApprovalFixture()) {
            Caller asking = hub.maker();
            Caller deciding = hub.checker();
            String id = hub.asked(asking, place, "1.000");
            String blocked = hub.asked(asking, place + "-b", "1.000");
            hub.clock.advance(Duration.ofDays(3));

            assertThat(hub.read(id, deciding).text("/state")).isEqualTo("expired");
            assertThat(hub.approve(id, deciding).text("/state")).isEqualTo("expired");
            assertThat(hub.done()).isEmpty();
            // It stands in nobody's way, even before the schedule has been by.
            assertThat(hub.ask(asking, place + "-b", "1.000")).isInstanceOf(ApprovalOutcome.Requested.class);
            assertThat(hub.state(blocked)).isEqualTo("expired");

            ExpireApprovalsHandler schedule = hub.context.getBean(ExpireApprovalsHandler.class);
            Integer ended = hub.context
                    .getBean(org.springframework.transaction.support.TransactionTemplate.class)
                    .execute(status -> schedule.handle(new ExpireApprovals(), Caller.system("approval-expire")));

            assertThat(ended).isEqualTo(1);
            assertThat(hub.state(id)).isEqualTo("expired");
            assertThat(hub.audit(id)).contains("approval.expire system:approval-expire");
        }
    }

    @Test
    void eachSeesWhatHeAskedForAndWhatHeMayDecide() {
        try (ApprovalFixture hub = new ApprovalFixture()) {
            Caller ann = hub.maker();
            Caller bob = hub.maker();
            for (int i = 0; i < 3; i++) {
                hub.asked(ann, "ann-" + i, "1.000");
            }
            String decided = hub.asked(bob, "bob", "1.000");
            Caller deciding = hub.checker();
            hub.approve(decided, deciding);
            Caller auditor = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.AUDIT_READ);
            Caller nobody = hub.staff.hire(StaffPermission.APPROVAL_VIEW);

            assertThat(objects(list(hub, ann, get("/approvals")))).containsExactly("ann-2", "ann-1", "ann-0");
            assertThat(objects(list(hub, bob, get("/approvals")))).containsExactly("bob");
            assertThat(objects(list(hub, deciding, get("/approvals")))).hasSize(4);
            assertThat(objects(list(hub, auditor, get("/approvals").asking("state", "approved"))))
                    .containsExactly("bob");
            assertThat(objects(list(hub, auditor, get("/approvals").asking("maker", "me"))))
                    .isEmpty();
            assertThat(objects(list(hub, auditor, get("/approvals").asking("kind", "wallet.adjust"))))
                    .isEmpty();
            assertThat(objects(list(hub, nobody, get("/approvals")))).isEmpty();
            assertThat(hub.api
                            .call("list-approvals", Caller.anonymous(), get("/approvals"))
                            .status())
                    .isEqualTo(401);

            StaffApi.Reply first = list(hub, deciding, get("/approvals").asking("size", "3"));
            String cursor = first.text("/next").replaceAll(".*cursor=", "");
            StaffApi.Reply second =
                    list(hub, deciding, get("/approvals").asking("size", "3").asking("cursor", cursor));
            assertThat(objects(first)).containsExactly("bob", "ann-2", "ann-1");
            assertThat(objects(second)).containsExactly("ann-0");
            assertThat(second.body().has("next")).isFalse();
            assertThat(first.text("/page/totalItems")).isEqualTo("4");
        }
    }

    private static StaffApi.Reply list(ApprovalFixture hub, Caller caller, StaffApi.Request request) {
        StaffApi.Reply reply = hub.api.call("list-approvals", caller, request);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return reply;
    }

    private static List<String> objects(StaffApi.Reply list) {
        return list.body().path("items").findValuesAsText("object");
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
        nothingHappened(id);
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

    private static void nothingHappened(String id) {
        assertThat(HUB.state(id)).isEqualTo("pending");
        assertThat(HUB.done()).doesNotContain(id);
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
