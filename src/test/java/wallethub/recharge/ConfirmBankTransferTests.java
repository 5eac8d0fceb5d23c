package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.StaffPermission;
import wallethub.customer.Customer;
import wallethub.gateway.PaymentEvent;
import wallethub.id.RechargeId;
import wallethub.money.Money;
import wallethub.testing.AtOnce;
import wallethub.testing.StaffApi.Reply;

/** What two people make of a line of a bank's statement. */
class ConfirmBankTransferTests {

    private final RechargeFixture hub = new RechargeFixture(RechargeFixture.bankAccount());
    private final Customer customer = hub.customer("KWD");
    private final Caller maker = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.TRANSFER_CONFIRM);
    private final Caller checker = hub.staff.hire(
            StaffPermission.APPROVAL_VIEW, StaffPermission.TRANSFER_CONFIRM, StaffPermission.TRANSFER_CONFIRM_APPROVE);

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void whatTwoPeopleConfirmedIsCreditedOnceAsACardIs() {
        Recharge card = hub.pending("12.500");
        hub.apply(RechargeFixture.event(card, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1")
                .build());
        long eventsOfOne = hub.count("events");
        Recharge transfer = hub.announced(customer, "12.500");

        String approval = asked(transfer, "FT 2603a", "12.500");
        assertThat(hub.balance(transfer).isZero()).isTrue();
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);

        Reply approved = approve(approval, checker);
        assertThat(approved.status()).as("%s", approved.body()).isEqualTo(200);
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
        assertThat(hub.count("receipts")).isEqualTo(2);
        assertThat(hub.count("events")).isEqualTo(2 * eventsOfOne);
        assertThat(hub.jdbc
                        .sql("select account_id from ledger_transfer order by recorded_at, id")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("clearing:stripe:main", "clearing:bank:kwd");
        assertThat(hub.jdbc
                        .sql(
                                "select bank_reference || ' ' || value_date || ' ' || amount_minor from recharge_bank_credit")
                        .query(String.class)
                        .list())
                .containsExactly("FT2603A 2026-03-01 12500");

        assertThat(approve(approval, checker).body()).isEqualTo(approved.body());
        assertThat(hub.count("receipts")).isEqualTo(2);
    }

    @Test
    @DisplayName("40: confirmed twice by two of the staff in two tabs: the second one is refused")
    void scenario40_theSecondOfTwoTabsIsRefused() {
        Recharge transfer = hub.announced(customer, "12.500");
        String first = asked(transfer, "FT2603", "12.500");
        assertThat(confirm(checker, transfer, "ft 2603", "12.500").status()).isEqualTo(409);
        assertThat(approve(first, checker).status()).isEqualTo(200);
        for (String written : List.of(" FT2603 ", "ft-26/03", "F.T:2603-", "FT 26 03")) {
            Reply again = confirm(maker, transfer, written, "12.500");
            assertThat(again.status()).as(written).isEqualTo(409);
            assertThat(again.code()).isEqualTo("STATE_CONFLICT");
        }
        for (String none : List.of("--", "\u0663\u0661", "FT\u00a02603", "FT\u200f2603")) {
            assertThat(confirm(maker, transfer, none, "12.500").code()).as(none).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
        assertThat(hub.count("receipts")).isEqualTo(1);
    }

    @Test
    @DisplayName("40: one line of a statement, taken for two customers' by two of the staff, is credited to one")
    void scenario40_oneLineIsCreditedToOneCustomer() {
        Recharge mine = hub.announced(customer, "12.500");
        Recharge others = hub.announced(hub.customer("KWD"), "12.500");
        String first = asked(mine, "FT2603", "12.500");
        String second = asked(others, "FT2603", "12.500");
        assertThat(approve(first, checker).status()).isEqualTo(200);
        assertThat(approve(second, checker).status()).isEqualTo(409);
        assertThat(hub.balance(others).isZero()).isTrue();
        assertThat(hub.state(others)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);
        assertThat(hub.count("receipts")).isEqualTo(1);
    }

    @ParameterizedTest(name = "41: {0} came of 12.500 announced: {0} is credited")
    @CsvSource({"12.000, partially_captured", "13.000, succeeded"})
    void scenario41_whatCameIsCredited(String received, String state) {
        Recharge transfer = hub.announced(customer, "12.500");
        String approval = asked(transfer, "FT2603", received);
        Reply shown = hub.api().call("get-approval", checker, get("/approvals/" + approval));
        assertThat(shown.text("/payload/claimed/amount")).isEqualTo("12.500");
        assertThat(shown.text("/payload/received/amount")).isEqualTo(received);
        assertThat(approve(approval, checker).status()).isEqualTo(200);
        assertThat(hub.balance(transfer).amount()).isEqualTo(received);
        assertThat(hub.state(transfer).wire()).isEqualTo(state);
    }

    @Test
    @DisplayName("1: a transfer that is confirmed after the recharge expired is credited as late")
    void scenario01() {
        Recharge transfer = hub.announced(customer, "12.500");
        hub.clock.advance(Duration.ofDays(15));
        SweepRechargesHandler sweep = hub.bean(SweepRechargesHandler.class);
        hub.transaction.execute(status -> sweep.handle(new SweepRecharges(), Caller.system("recharge-sweep")));
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.EXPIRED);
        confirmed(transfer, "FT2603", "12.500");
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.PAID_LATE);
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
    }

    @Test
    @DisplayName("2: a transfer that came although its customer cancelled it is credited as late")
    void scenario02() {
        Recharge transfer = hub.announced(customer, "12.500");
        String approval = asked(transfer, "FT2603", "12.500");
        CancelRechargeHandler cancel = hub.bean(CancelRechargeHandler.class);
        Caller owner = Caller.customer(customer.id(), Set.of(CustomerPermission.RECHARGE_CREATE));
        hub.transaction.execute(
                status -> cancel.prepare(new CancelRecharge(transfer.id().text()), owner));
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.CANCELLED);
        assertThat(approve(approval, checker).status()).isEqualTo(200);
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.PAID_LATE);
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
    }

    @Test
    void aSecondLineForTheSameRechargeIsMoneyTooAndFinanceIsTold() {
        Recharge transfer = hub.announced(customer, "12.500");
        confirmed(transfer, "FT2603", "12.500");
        confirmed(transfer, "FT2604", "12.500");
        assertThat(hub.balance(transfer).amount()).isEqualTo("25.000");
        assertThat(hub.onlyTask()).hasValue("UNMATCHED_CREDIT");
    }

    @Test
    void aRejectionInBetweenMakesTheConfirmationStale() {
        Recharge transfer = hub.announced(customer, "12.500");
        String approval = asked(transfer, "FT2603", "12.500");
        assertThat(reject(transfer).status()).isEqualTo(200);
        assertThat(approve(approval, checker).code()).isEqualTo("APPROVAL_STALE");
        assertThat(hub.balance(transfer).isZero()).isTrue();
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.FAILED);
        // The money came all the same: asked for anew, it is credited.
        hub.api().call("withdraw-approval", maker, post("/approvals/" + approval + "/withdraw"));
        confirmed(transfer, "FT2603", "12.500");
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({
        "KWD, 0.000, kwd, 2026-03-01, VALIDATION_FAILED",
        "USD, 12.50, kwd, 2026-03-01, CURRENCY_MISMATCH",
        "KWD, 12.500, another, 2026-03-01, VALIDATION_FAILED",
        "KWD, 12.500, kwd, 2026-03-02, VALIDATION_FAILED",
        "KWD, 12.500, kwd, 2026-02-21, VALIDATION_FAILED",
        "KWD, 12.500, kwd, 2026-02-30, VALIDATION_FAILED",
        "KWD, 12.50, kwd, 2026-03-01, AMOUNT_PRECISION"
    })
    void whatCannotBeALineOfOurStatementIsRefused(
            String currency, String amount, String account, String valueDate, String code) {
        Recharge transfer = hub.announced(customer, "12.500");
        Reply refused = confirm(maker, transfer.id().text(), body(account, "FT2603", currency, amount, valueDate));
        assertThat(refused.code()).isEqualTo(code);
        assertThat(hub.jdbc
                        .sql("select count(*) from approval_request")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(hub.state(transfer)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void whatIsNoBankTransferIsNotThere() {
        String body = body("kwd", "FT2603", "KWD", "12.500", "2026-03-01");
        for (String id :
                List.of(RechargeId.next().text(), hub.pending("12.500").id().text(), "rch_x")) {
            assertThat(confirm(maker, id, body).status()).isEqualTo(404);
        }
    }

    @Test
    void onePersonAloneMovesNothing() {
        Recharge transfer = hub.announced(customer, "12.500");
        String approval = asked(transfer, "FT2603", "12.500");
        hub.staff.permit(
                maker.staff(),
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.TRANSFER_CONFIRM,
                StaffPermission.TRANSFER_CONFIRM_APPROVE);
        assertThat(approve(approval, maker).code()).isEqualTo("APPROVAL_SAME_PERSON");
        Caller clerk = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.TRANSFER_CONFIRM);
        assertThat(approve(approval, clerk).status()).isEqualTo(403);
        Caller nobody = hub.staff.hire(StaffPermission.APPROVAL_VIEW);
        assertThat(confirm(nobody, transfer, "FT2603", "12.500").status()).isEqualTo(403);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void aLargeAmountWantsWhoMayDecideLargeOnes() {
        Recharge transfer = hub.announced(customer, "600.000");
        String approval = asked(transfer, "FT2603", "600.000");
        assertThat(approve(approval, checker).status()).isEqualTo(403);
        assertThat(hub.balance(transfer).isZero()).isTrue();
        Caller head = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.TRANSFER_CONFIRM_APPROVE_LARGE);
        assertThat(approve(approval, head).status()).isEqualTo(200);
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
    }

    @Test
    void aHundredApprovalsOfOneLineAtOnceAreOneCredit() {
        List<String> approvals = IntStream.range(0, 100)
                .mapToObj(i -> asked(hub.announced(customer, "10.000"), "FT2603", "10.000"))
                .toList();
        List<Integer> statuses =
                AtOnce.runOn(16, 100, i -> approve(approvals.get(i), checker).status());
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(99);
        assertThat(hub.count("receipts")).isEqualTo(1);
        assertThat(hub.ledger.find(customer.wallet()).orElseThrow().balance())
                .isEqualTo(Money.parse("10.000", customer.currency()));
    }

    @Test
    void oneApprovalApprovedAHundredTimesAtOnceIsOneCredit() {
        Recharge transfer = hub.announced(customer, "10.000");
        String approval = asked(transfer, "FT2603", "10.000");
        List<Caller> checkers = IntStream.range(0, 10)
                .mapToObj(i -> hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.TRANSFER_CONFIRM_APPROVE))
                .toList();
        AtOnce.runOn(16, 100, i -> approve(approval, checkers.get(i % 10)).status());
        assertThat(hub.count("receipts")).isEqualTo(1);
        assertThat(hub.balance(transfer)).isEqualTo(transfer.amount());
    }

    private void confirmed(Recharge transfer, String bankReference, String amount) {
        assertThat(approve(asked(transfer, bankReference, amount), checker).status())
                .isEqualTo(200);
    }

    private String asked(Recharge transfer, String bankReference, String amount) {
        Reply reply = confirm(maker, transfer, bankReference, amount);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
        assertThat(reply.text("/kind")).isEqualTo("transfer.confirm");
        return reply.text("/id");
    }

    private Reply confirm(Caller caller, Recharge transfer, String bankReference, String amount) {
        return confirm(caller, transfer.id().text(), body("kwd", bankReference, "KWD", amount, "2026-03-01"));
    }

    private static String body(String account, String bankReference, String currency, String amount, String valueDate) {
        return """
                {"bankAccount": "%s", "bankReference": "%s", "amount": {"amount": "%s", "currency": "%s"}, "valueDate": "%s"}
                """.formatted(account, bankReference, amount, currency, valueDate);
    }

    private Reply confirm(Caller caller, String id, String body) {
        return hub.api()
                .call(
                        "confirm-bank-transfer",
                        caller,
                        post("/bank-transfers/" + id + "/confirm")
                                .with("idempotency-key", hub.key())
                                .saying(body));
    }

    private Reply reject(Recharge transfer) {
        return hub.api()
                .call(
                        "reject-bank-transfer",
                        maker,
                        post("/bank-transfers/" + transfer.id() + "/reject")
                                .with("idempotency-key", hub.key())
                                .saying("{\"reason\": \"nothing of it on the statement\"}"));
    }

    private Reply approve(String id, Caller caller) {
        return hub.approve(id, caller);
    }
}
