package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.problem.ErrorCode;
import wallethub.testing.AtOnce;
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

    @Test
    void whatItDependsOnMustBeAsItWas() {
        String id = HUB.asked(maker, place, "1.000");

        HUB.errands.states.put(place, "changed");
        StaffApi.Reply changed = HUB.approve(id, checker);
        HUB.errands.states.put(place, "gone");
        StaffApi.Reply gone = HUB.approve(id, checker);

        assertThat(changed.code()).isEqualTo("APPROVAL_STALE");
        assertThat(gone.code()).isEqualTo("NOT_FOUND");
        HUB.nothingHappened(id);
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
    void ofAHundredApprovalsAtOnceOneCounts() {
        String id = HUB.asked(maker, place, "1.000");
        List<Caller> checkers = Stream.generate(HUB::checker).limit(100).toList();

        List<StaffApi.Reply> replies = AtOnce.run(100, n -> HUB.approve(id, checkers.get(n)));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 412).hasSize(99);
        assertThat(HUB.done()).containsOnlyOnce(id);
        assertThat(HUB.audit(id))
                .filteredOn(row -> row.startsWith("approval.approve "))
                .hasSize(1);
    }

    @Test
    void whoseAnswerWasLostAsksAgain() {
        String id = HUB.asked(maker, place, "1.000");

        List<StaffApi.Reply> replies = AtOnce.run(20, n -> HUB.approve(id, checker));

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
        HUB.nothingHappened(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "W/\"1\"", "1", "\"11\", \"x\"", "W/\"1\", W/\"2\"", "\"\"", "\"x\", *"})
    void whatTheCallerHasNotSeenIsNotApproved(String ifMatch) {
        String id = HUB.asked(maker, place, "1.000");

        StaffApi.Reply reply = HUB.approve(id, checker, ifMatch);

        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.code()).isEqualTo("PRECONDITION_FAILED");
        HUB.nothingHappened(id);
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
        HUB.nothingHappened(id);
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
                    .getBean(TransactionTemplate.class)
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
}
