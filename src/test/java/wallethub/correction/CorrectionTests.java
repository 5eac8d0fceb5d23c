package wallethub.correction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.access.StaffPermission;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.ledger.Hold;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.TransferKind;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;
import wallethub.testing.StaffApi;

/** Wallets put right by hand, by two people. */
class CorrectionTests {

    private static final CorrectionFixture HUB = new CorrectionFixture();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void aRefundIsCreditedWhenASecondPersonSaysSo() {
        CustomerRow ann = HUB.customer("20.000");
        TransferId payment = HUB.paid(ann, "15.000");

        StaffApi.Reply asked = HUB.refund(ann, "12.500", ", \"transferId\": \"" + payment + "\"");
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
        StaffApi.Reply approved = HUB.approve(asked.text("/id"));

        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
        assertThat(HUB.balance(ann)).isEqualTo("17.500");
        assertThat(HUB.wallet(ann).inFlight().amount()).isEqualTo("32.500");
        assertThat(HUB.events(ann)).singleElement().satisfies(event -> {
            assertThat(event.path("customerExternalId").asText()).isEqualTo(ann.externalId());
            assertThat(event.path("transferId").asText()).isEqualTo(approved.text("/result/transferId"));
            assertThat(event.path("refundedTransferId").asText()).isEqualTo(payment.text());
            assertThat(event.path("reference").asText()).isEqualTo(asked.text("/id"));
            assertThat(event.at("/amount/amount").asText()).isEqualTo("12.500");
            assertThat(event.at("/balanceAfter/amount").asText()).isEqualTo("17.500");
        });
    }

    /** Of a payment never more than it was, all refunds of it together. */
    @Test
    void aPaymentIsGivenBackOnce() {
        CustomerRow ann = HUB.customer("20.000");
        TransferId payment = HUB.paid(ann, "15.000");
        String of = ", \"transferId\": \"" + payment + "\"";

        assertThat(HUB.refund(ann, "15.001", of).code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        HUB.approve(HUB.refund(ann, "10.000", of).text("/id"));

        assertThat(HUB.refund(ann, "5.001", of).code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        assertThat(HUB.approve(HUB.refund(ann, "5.000", of).text("/id")).status())
                .isEqualTo(200);
        assertThat(HUB.refund(ann, "0.001", of).code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    /** What the ERP refuses is given back whole by itself, before or after somebody asks. */
    @Test
    void aPaymentThatTheErpMayRefuseIsNotGivenBackTwice() {
        CustomerRow ann = HUB.customer("20.000");
        TransferId payment = HUB.move(ann, TransferKind.PAYMENT, "-15.000");
        String of = ", \"transferId\": \"" + payment + "\"";
        assertThat(HUB.refund(ann, "1.000", of).code()).isEqualTo("STATE_CONFLICT");

        HUB.settled(payment, "refused");
        assertThat(HUB.refund(ann, "1.000", of).code()).isEqualTo("STATE_CONFLICT");
        HUB.transaction.executeWithoutResult(status -> HUB.ledger.takeBack(payment, TransferId.next()));
        HUB.settled(payment, "confirmed");

        assertThat(HUB.refund(ann, "1.000", of).code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
        assertThat(HUB.events(ann)).isEmpty();
    }

    @Test
    void scenario27_aPaymentWhoseMoneyIsDisputedIsNotMadeGoodBesideTheBank() {
        CustomerRow ann = HUB.customer("20.000");
        TransferId payment = HUB.paid(ann, "15.000");
        String of = ", \"transferId\": \"" + payment + "\"";
        String asked = HUB.refund(ann, "1.000", of).text("/id");
        HUB.dispute(payment);

        assertThat(HUB.approve(asked).status()).isEqualTo(409);
        assertThat(HUB.refund(ann, "2.000", of).code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
        assertThat(HUB.events(ann)).isEmpty();
    }

    @Test
    void whatIsNoPaymentOfTheWalletIsNotMadeGood() {
        CustomerRow ann = HUB.customer("20.000");
        CustomerRow bob = HUB.customer("20.000");
        TransferId ofBob = HUB.paid(bob, "15.000");
        TransferId recharge = HUB.move(ann, TransferKind.RECHARGE, "1.000");

        for (TransferId other : List.of(ofBob, recharge, TransferId.next())) {
            assertThat(HUB.refund(ann, "1.000", ", \"transferId\": \"" + other + "\"")
                            .code())
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(HUB.refund(ann, "0.000", "").code()).isEqualTo("AMOUNT_BELOW_MINIMUM");
        assertThat(HUB.refund(new CustomerRow(CustomerId.next(), ann.wallet(), "", "", "en"), "1.000", "")
                        .code())
                .isEqualTo("NOT_FOUND");
        assertThat(HUB.events(ann)).isEmpty();
    }

    @Test
    void aFrozenWalletIsGivenBackWhatItIsOwed() {
        CustomerRow ann = HUB.customer();
        HUB.transaction.executeWithoutResult(status -> HUB.ledger.freeze(ann.wallet()));

        assertThat(HUB.approve(HUB.refund(ann, "1.000", "").text("/id")).status())
                .isEqualTo(200);

        assertThat(HUB.balance(ann)).isEqualTo("1.000");
    }

    /** Scenario 22. */
    @Test
    void moreThanTheWalletHasIsTakenOnlyWhereBothSaidSo() {
        CustomerRow ann = HUB.customer("5.000");

        assertThat(HUB.adjust(ann, "-5.001", "").code()).isEqualTo("INSUFFICIENT_FUNDS");
        StaffApi.Reply asked = HUB.adjust(ann, "-8.000", ", \"intoDebt\": true");
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
        StaffApi.Reply approved = HUB.approve(asked.text("/id"));

        assertThat(asked.text("/payload/intoDebt")).isEqualTo("true");
        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
        assertThat(HUB.balance(ann)).isEqualTo("-3.000");
        assertThat(HUB.wallet(ann).inDebt()).isTrue();
        assertThat(HUB.events(ann)).singleElement().satisfies(event -> {
            assertThat(event.path("reason").asText()).isEqualTo("adjustment");
            assertThat(event.at("/amount/amount").asText()).isEqualTo("-8.000");
        });
    }

    /** Scenario 22: spent between the request and the decision. */
    @Test
    void whatWasSpentSinceIsNotTakenSilently() {
        CustomerRow ann = HUB.customer("5.000");
        String id = HUB.adjust(ann, "-5.000", "").text("/id");
        HUB.move(ann, TransferKind.PAYMENT, "-0.001");

        StaffApi.Reply refused = HUB.approve(id);

        assertThat(refused.code()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(HUB.balance(ann)).isEqualTo("4.999");
        assertThat(HUB.events(ann)).isEmpty();
    }

    /** One waits at a time on a wallet; without that rule its lock alone has to be enough. */
    @Test
    void scenario33_aHundredApprovedDebitsTakeNoMoreThanThereIs() {
        CustomerRow ann = HUB.customer("60.000");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            StaffApi.Reply asked = HUB.adjust(ann, "-1.000", "");
            assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
            ids.add(asked.text("/id"));
            HUB.letOthersWaitBeside(asked.text("/id"));
        }

        List<StaffApi.Reply> replies = AtOnce.run(100, n -> HUB.approve(ids.get(n)));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(60);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 200)
                .hasSize(40)
                .allSatisfy(
                        reply -> assertThat(reply.status() + " " + reply.code()).isEqualTo("409 INSUFFICIENT_FUNDS"));
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.wallet(ann).inDebt()).isFalse();
        assertThat(HUB.wallet(ann).lastEntryNumber()).isEqualTo(61);
        assertThat(HUB.events(ann)).hasSize(60);
        assertThat(ids).filteredOn(id -> HUB.state(id).equals("pending")).hasSize(40);
    }

    @Test
    void anAdjustmentIsOfTheWalletsCurrencyAndOfSomething() {
        CustomerRow ann = HUB.customer("5.000");

        assertThat(HUB.adjust(ann, "0.000", "").code()).isEqualTo("AMOUNT_BELOW_MINIMUM");
        assertThat(HUB.adjust(ann, "1.00", "").code()).isEqualTo("AMOUNT_PRECISION");
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.500", "-12.500"})
    void theBalanceOfAMergedCustomerMovesWhole(String balance) {
        CustomerRow old = HUB.customer();
        CustomerRow survivor = HUB.customer("1.000");
        HUB.move(old, TransferKind.ADJUSTMENT, balance);
        HUB.merged(old, survivor);

        StaffApi.Reply asked = HUB.merge(old);
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        StaffApi.Reply approved = HUB.approve(asked.text("/id"));

        assertThat(approved.status()).as(approved.body().toString()).isEqualTo(200);
        assertThat(HUB.balance(old)).isEqualTo("0.000");
        assertThat(HUB.wallet(survivor).balance())
                .isEqualTo(CorrectionFixture.dinars("1.000").plus(CorrectionFixture.dinars(balance)));
        JsonNode out = HUB.events(old).getFirst();
        JsonNode in = HUB.events(survivor).getFirst();
        assertThat(out.path("otherTransferId")).isEqualTo(in.path("transferId"));
        assertThat(in.path("otherTransferId")).isEqualTo(out.path("transferId"));
        assertThat(List.of(
                        out.path("customerExternalId").asText(),
                        in.path("customerExternalId").asText()))
                .containsExactly(old.externalId(), survivor.externalId());
        assertThat(HUB.merge(old).code()).isEqualTo("STATE_CONFLICT");
    }

    @Test
    void aWalletWithSomethingOpenIsNotMerged() {
        CustomerRow old = HUB.customer("10.000");
        CustomerRow survivor = HUB.customer();

        assertThat(HUB.merge(old).text("/detail")).contains("has not merged");
        HUB.merged(old, survivor);
        HoldId hold = HoldId.next();
        assertThat(HUB.transaction.<HoldOutcome.Place>execute(status -> HUB.ledger.place(new Hold(
                        hold,
                        old.wallet(),
                        CorrectionFixture.dinars("1.000"),
                        hold.text(),
                        CorrectionFixture.NOW.plus(Duration.ofDays(365))))))
                .isInstanceOf(HoldOutcome.Placed.class);
        assertThat(HUB.merge(old).text("/detail")).contains("held");
        HUB.transaction.executeWithoutResult(status -> HUB.ledger.release(hold));
        recharge(old);
        assertThat(HUB.merge(old).text("/detail")).contains("recharge");
        HUB.behind.sql("update recharge_recharge set state = 'failed'").update();
        HUB.transaction.executeWithoutResult(status -> HUB.ledger.freeze(old.wallet()));
        assertThat(HUB.merge(old).text("/detail")).contains("frozen");
        HUB.transaction.executeWithoutResult(status -> HUB.ledger.unfreeze(old.wallet()));
        assertThat(HUB.merge(old).status()).isEqualTo(202);
        assertThat(HUB.events(old)).isEmpty();
    }

    /** What came to the old wallet after the request is looked at again by people. */
    @Test
    void aWalletThatMovedSinceIsNotMerged() {
        CustomerRow old = HUB.customer("10.000");
        CustomerRow survivor = HUB.customer();
        HUB.merged(old, survivor);
        String id = HUB.merge(old).text("/id");
        HUB.move(old, TransferKind.RECHARGE, "0.500");

        assertThat(HUB.approve(id).code()).isEqualTo("APPROVAL_STALE");

        assertThat(HUB.balance(old)).isEqualTo("10.500");
        assertThat(HUB.balance(survivor)).isEqualTo("0.000");
    }

    @Test
    void whoMayDoOneThingMayNotDoAnother() {
        CustomerRow ann = HUB.customer("5.000");
        String id = HUB.adjust(ann, "1.000", "").text("/id");

        StaffApi.Reply refused = HUB.api.call(
                "approve",
                HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE),
                StaffApi.Request.post("/approvals/" + id + "/approve").with("if-match", "\"1\""));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
    }

    private static void recharge(CustomerRow customer) {
        HUB.behind
                .sql("""
                        insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway,
                            account, amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at,
                            changed_at, calling_until)
                        values ('rch_of_' || :customer, 'R1', :customer, 'C', :wallet, 'stripe', 'main', 5000, 'KWD', 'card',
                            'pending', 'https://portal.example', 'n', now(), now(), now(), now())
                        """)
                .param("customer", customer.id().text())
                .param("wallet", customer.wallet().text())
                .update();
    }
}
