package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.recharge.RechargeFixture.event;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.customer.Customer;
import wallethub.gateway.ConfirmOutcome;
import wallethub.gateway.PaymentEvent;
import wallethub.id.RechargeId;
import wallethub.operation.CallingHandler.Preparation;
import wallethub.testing.StaffApi.Reply;
import wallethub.testing.StaffApi.Request;

/** Recharges as the staff see and mend them. */
class StaffRechargeTests {

    private final RechargeFixture hub = new RechargeFixture(RechargeFixture.bankAccount());
    private final Caller clerk = hub.staff.hire(
            StaffPermission.TRANSFER_CONFIRM, StaffPermission.RECHARGE_LIST, StaffPermission.RECHARGE_RESYNC);

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void transfersThatAreWaitedForComeTheOldestFirstWithTheirAge() {
        List<String> announced = new ArrayList<>();
        Customer customer = hub.customer("KWD");
        for (int i = 0; i < 5; i++) {
            announced.add(hub.announced(customer, "10.000").id().text());
            hub.clock.advance(Duration.ofDays(1));
        }
        hub.pending("10.000");
        Reply first = list("list-bank-transfers", get("/bank-transfers").asking("size", "2"));
        assertThat(first.body().at("/page/totalItems").asInt()).isEqualTo(5);
        assertThat(first.body().at("/items/0/awaitingSeconds").asLong())
                .isEqualTo(Duration.ofDays(5).toSeconds());
        List<String> seen = new ArrayList<>(ids(first));
        Reply page = first;
        for (int i = 0; i < 5 && page.body().has("next"); i++) {
            String cursor = page.text("/next").replaceAll(".*cursor=", "");
            page = list(
                    "list-bank-transfers",
                    get("/bank-transfers").asking("size", "2").asking("cursor", cursor));
            seen.addAll(ids(page));
        }
        assertThat(seen).isEqualTo(announced);
        assertThat(ids(list("list-bank-transfers", get("/bank-transfers").asking("olderThanDays", "4"))))
                .isEqualTo(announced.subList(0, 2));
        assertThat(ids(list("list-bank-transfers", get("/bank-transfers").asking("currency", "USD"))))
                .isEmpty();
    }

    @Test
    void aReferenceIsFoundAsItIsTypedAndInEveryState() {
        Recharge transfer = hub.announced(hub.customer("KWD"), "10.000");
        reject(transfer.id().text());
        String typed = " " + transfer.reference().toLowerCase(Locale.ROOT).replace("0", "o");
        assertThat(ids(list("list-bank-transfers", get("/bank-transfers").asking("reference", typed))))
                .containsExactly(transfer.id().text());
        String wrong = (transfer.reference().endsWith("A") ? "B" : "A");
        Reply refused = hub.api()
                .call(
                        "list-bank-transfers",
                        clerk,
                        get("/bank-transfers")
                                .asking("reference", transfer.reference().substring(0, 9) + wrong));
        assertThat(refused.code()).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void aRejectedTransferEndsOnceItsCustomerIsToldAndTheAuditHasIt() {
        Recharge transfer = hub.announced(hub.customer("KWD"), "10.000");
        Reply rejected = reject(transfer.id().text());
        assertThat(rejected.status()).as("%s", rejected.body()).isEqualTo(200);
        assertThat(rejected.text("/status")).isEqualTo("failed");
        assertThat(rejected.text("/failureCode")).isEqualTo("TRANSFER_REJECTED");
        long events = hub.count("events");
        assertThat(events).isPositive();
        assertThat(hub.jdbc
                        .sql("select action || ' ' || caller || ' ' || reason from access_audit")
                        .query(String.class)
                        .list())
                .containsExactly("transfer.reject " + clerk.subject() + " nothing of it on the statement");

        assertThat(reject(transfer.id().text()).code()).isEqualTo("STATE_CONFLICT");
        assertThat(reject(hub.pending("10.000").id().text()).status()).isEqualTo(404);
        assertThat(reject(RechargeId.next().text()).status()).isEqualTo(404);
        assertThat(hub.count("events")).isEqualTo(events);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void allRechargesComeTheLatestFirstByEveryFilter() {
        Recharge card = hub.pending("10.000");
        hub.clock.advance(Duration.ofHours(1));
        Recharge transfer = hub.announced(hub.customer("KWD"), "20.000");
        Recharge old = hub.pendingAt(RechargeFixture.NOW.minus(Duration.ofDays(60)), "30.000");

        assertThat(recharges()).containsExactly(transfer.id().text(), card.id().text());
        assertThat(recharges("size", "1")).containsExactly(transfer.id().text());
        assertThat(recharges("method", "card")).containsExactly(card.id().text());
        assertThat(recharges("status", "awaiting_confirmation"))
                .containsExactly(transfer.id().text());
        assertThat(recharges("customer", old.customer().text()))
                .containsExactly(old.id().text());
        assertThat(recharges("from", "2025-12-01")).hasSize(3);
        assertThat(recharges("from", "2025-12-01", "to", "2026-03-01"))
                .containsExactly(old.id().text());
        assertThat(recharges("to", "2026-03-01T10:30:00Z"))
                .containsExactly(card.id().text());
        assertThat(recharges("customer", transfer.customer().text(), "method", "card"))
                .isEmpty();
    }

    @Test
    void aListOfAllCustomersGoesOnWithoutGapsOrDoubles() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(hub.pending("10.000").id().text());
        }
        List<String> seen = new ArrayList<>();
        Reply page = list("list-recharges-as-staff", get("/recharges").asking("size", "3"));
        seen.addAll(ids(page));
        for (int i = 0; i < 5 && page.body().has("next"); i++) {
            String cursor = page.text("/next").replaceAll(".*cursor=", "");
            page = list(
                    "list-recharges-as-staff",
                    get("/recharges").asking("size", "3").asking("cursor", cursor));
            seen.addAll(ids(page));
        }
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
    }

    @ParameterizedTest
    @CsvSource({"from, 2024-01-01", "from, 2026-13-01", "to, 2026-02-30", "from, 2026-03-20"})
    void whatIsNoTimeOrTooLongIsRefused(String parameter, String value) {
        Reply refused = hub.api()
                .call("list-recharges-as-staff", clerk, get("/recharges").asking(parameter, value));
        assertThat(refused.code()).isEqualTo("VALIDATION_FAILED");
    }

    @Test
    void askingTheGatewayAgainCreditsOnceHoweverOftenItIsAsked() {
        Recharge recharge = hub.pending("10.000");
        var said = new ConfirmOutcome.Confirmed(
                event(recharge, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1").build());
        assertThat(resync(recharge, said)).isInstanceOfSatisfying(ResyncOutcome.Answered.class, answered -> {
            assertThat(answered.found()).isEqualTo("CREDITED");
            assertThat(answered.recharge().status()).isEqualTo("succeeded");
        });
        assertThat(resync(recharge, said))
                .isInstanceOfSatisfying(
                        ResyncOutcome.Answered.class,
                        answered -> assertThat(answered.found()).isEqualTo("UNCHANGED"));
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
        assertThat(hub.jdbc
                        .sql("select count(*) from access_audit where action = 'recharge.resync'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void withoutTheGatewaysAnswerNothingChanges() {
        Recharge recharge = hub.pending("10.000");
        assertThat(resync(recharge, new ConfirmOutcome.Unavailable("TIMEOUT", null)))
                .isEqualTo(new ResyncOutcome.Unavailable(Duration.ofSeconds(30)));
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PENDING);
        assertThat(hub.jdbc
                        .sql("select count(*) from access_audit")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aTransferIsAtNoGatewayAndAnUnknownRechargeIsNotThere() {
        Recharge transfer = hub.announced(hub.customer("KWD"), "10.000");
        assertThat(resyncRefused(transfer.id().text()).code()).isEqualTo("STATE_CONFLICT");
        assertThat(resyncRefused(RechargeId.next().text()).status()).isEqualTo(404);
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);
    }

    private Reply resyncRefused(String id) {
        return hub.api()
                .call(
                        "resync-recharge",
                        clerk,
                        post("/recharges/" + id + "/resync").with("idempotency-key", hub.key()));
    }

    /** The gateway's part is said here; the rest is as it is. */
    private ResyncOutcome resync(Recharge recharge, ConfirmOutcome said) {
        ResyncRechargeHandler handler = hub.bean(ResyncRechargeHandler.class);
        var prepared = hub.transaction.execute(
                status -> handler.prepare(new ResyncRecharge(recharge.id().text()), clerk));
        if (!(prepared instanceof Preparation.Call<PreparedQuestion, ResyncOutcome> call)) {
            throw new AssertionError(prepared);
        }
        assertThat(call.prepared().event().merchantReference()).isEqualTo(recharge.reference());
        return hub.transaction.execute(status -> handler.finish(call.prepared(), said, clerk));
    }

    private Reply reject(String id) {
        return hub.api()
                .call(
                        "reject-bank-transfer",
                        clerk,
                        post("/bank-transfers/" + id + "/reject")
                                .with("idempotency-key", hub.key())
                                .saying("{\"reason\": \"nothing of it on the statement\"}"));
    }

    private List<String> recharges(String... filters) {
        Request request = get("/recharges");
        for (int i = 0; i < filters.length; i += 2) {
            request = request.asking(filters[i], filters[i + 1]);
        }
        return ids(list("list-recharges-as-staff", request));
    }

    private Reply list(String operation, Request request) {
        Reply reply = hub.api().call(operation, clerk, request);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
        return reply;
    }

    private static List<String> ids(Reply reply) {
        return reply.body()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }
}
