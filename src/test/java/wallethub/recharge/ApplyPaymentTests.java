package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.gateway.PaymentEvent.Type.PAYMENT_AUTHORISED;
import static wallethub.gateway.PaymentEvent.Type.PAYMENT_CANCELLED;
import static wallethub.gateway.PaymentEvent.Type.PAYMENT_CAPTURED;
import static wallethub.gateway.PaymentEvent.Type.PAYMENT_EXPIRED;
import static wallethub.gateway.PaymentEvent.Type.PAYMENT_FAILED;
import static wallethub.gateway.PaymentEvent.Type.REFUND_SUCCEEDED;
import static wallethub.recharge.RechargeFixture.event;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.gateway.PaymentEvent;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.testing.AtOnce;

class ApplyPaymentTests {

    private final RechargeFixture hub = new RechargeFixture(Map.of());
    private final Recharge recharge = hub.pending("12.500");

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void creditsACaptureOnceWithReceiptStateAndEvent() {
        assertThat(hub.apply(captured())).isInstanceOf(PaymentOutcome.Credited.class);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(recharge)).isEqualTo(Money.ofMinor(12_500, "KWD"));
        assertThat(hub.count("receipts")).isEqualTo(1);
        assertThat(hub.count("events")).isPositive();
    }

    @Test
    void scenario1_moneyAfterTheExpiryIsCreditedAsPaidLate() {
        hub.apply(of(PAYMENT_EXPIRED).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.EXPIRED);
        hub.clock.advance(Duration.ofHours(2));
        hub.apply(of(PAYMENT_CAPTURED).at(hub.clock.instant()).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PAID_LATE);
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
    }

    @Test
    void scenario2_moneyAfterTheCancellationIsCreditedAsPaidLate() {
        hub.apply(of(PAYMENT_CANCELLED).build());
        hub.apply(captured());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PAID_LATE);
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
    }

    @Test
    void scenario3_anEventWithoutItsRechargeIsRetriedAndChangesNothing() {
        PaymentOutcome outcome =
                hub.apply(of(PAYMENT_CAPTURED).reference("RCH-NOT-YET").build());
        assertThat(outcome).isEqualTo(new PaymentOutcome.Orphan(Duration.ofMinutes(1)));
        Answer.Settled answer =
                (Answer.Settled) hub.bean(ApplyPaymentHandler.class).answer(outcome);
        assertThat(answer.outcome()).isEqualTo(Outcome.RETRY);
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        nothingMoved();
    }

    @Test
    void scenario5_fiftyAtOnceAreOneCredit() {
        assertThat(AtOnce.run(50, n -> hub.apply(captured()))).doesNotContainNull();
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
        assertThat(hub.count("transfers")).isEqualTo(1);
    }

    @Test
    void scenario6_twoKindsOfEventForOnePaymentAreOneCredit() {
        hub.apply(captured());
        assertThat(hub.apply(of(PAYMENT_CAPTURED).reference(null).build()))
                .isEqualTo(new PaymentOutcome.Unchanged(RechargeState.SUCCEEDED));
        assertThat(hub.count("receipts")).isEqualTo(1);
    }

    @Test
    void scenario7_aFailureAfterTheSuccessChangesNothingAndIsShownToFinance() {
        hub.apply(captured());
        assertThat(hub.apply(of(PAYMENT_FAILED).build()))
                .isEqualTo(new PaymentOutcome.Unchanged(RechargeState.SUCCEEDED));
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
        assertThat(hub.onlyTask()).contains("GATEWAY_DISAGREES");
    }

    @Test
    void scenario8_aSuccessAfterTheFailureIsCredited() {
        hub.apply(of(PAYMENT_FAILED).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.FAILED);
        hub.apply(captured());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
    }

    @Test
    void scenario9_anAuthorisationIsNoMoney() {
        hub.apply(of(PAYMENT_AUTHORISED).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.AUTHORISED);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void scenario10_capturesInPartsAreCreditedByTheirTotal() {
        hub.apply(of(PAYMENT_CAPTURED).captured(5_000).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PARTIALLY_CAPTURED);
        assertThat(hub.balance(recharge)).isEqualTo(Money.ofMinor(5_000, "KWD"));
        hub.apply(captured());
        hub.apply(of(PAYMENT_CAPTURED).captured(5_000).build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
        assertThat(hub.count("receipts")).isEqualTo(2);
    }

    @Test
    void scenario11_aSecondPaymentIsMoneyTooAndATaskForFinance() {
        hub.apply(captured());
        hub.apply(event(recharge, PAYMENT_CAPTURED, "pi_second").build());
        assertThat(hub.balance(recharge)).isEqualTo(Money.ofMinor(25_000, "KWD"));
        assertThat(hub.jdbc
                        .sql("select kind from ledger_transfer order by id")
                        .query(String.class)
                        .list())
                .containsExactly("RECHARGE", "UNMATCHED_CREDIT");
        assertThat(hub.onlyTask()).contains("UNMATCHED_CREDIT");
    }

    @ParameterizedTest
    @CsvSource({"12499", "12501", "1", "99999"})
    void scenario12_anotherAmountIsParked(long minor) {
        var event = of(PAYMENT_CAPTURED).amount(Money.ofMinor(minor, "KWD"));
        assertThat(hub.apply(event.build())).isEqualTo(new PaymentOutcome.Parked("AMOUNT_DIFFERS"));
        parkedAndUncredited("AMOUNT_DIFFERS");
    }

    @Test
    void scenario12_moreCapturedThanAskedIsParked() {
        hub.apply(of(PAYMENT_CAPTURED).captured(12_510).build());
        parkedAndUncredited("AMOUNT_DIFFERS");
    }

    @Test
    void scenario13_anotherCurrencyIsParked() {
        hub.apply(of(PAYMENT_CAPTURED).amount(Money.ofMinor(12_500, "BHD")).build());
        parkedAndUncredited("CURRENCY_DIFFERS");
    }

    @Test
    void scenario15_aLiveEventInATestAccountIsParked() {
        hub.apply(of(PAYMENT_CAPTURED).live(true).build());
        parkedAndUncredited("LIVE_MODE_IN_TEST");
    }

    @Test
    void scenario15_aTestEventInALiveAccountIsParked() {
        Recharge live = hub.pending("12.50", "USD", RechargeFixture.OTHER_ACCOUNT);
        hub.apply(event(live, PAYMENT_CAPTURED, "pi_1").live(false).build());
        assertThat(hub.state(live)).isEqualTo(RechargeState.PARKED);
        assertThat(hub.parkReasons()).containsExactly("TEST_MODE_IN_LIVE");
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void scenario16_anotherAccountsEventIsParkedAndLeavesTheRechargeAlone() {
        var event = of(PAYMENT_CAPTURED).account(RechargeFixture.OTHER_ACCOUNT).live(true);
        assertThat(hub.apply(event.build())).isEqualTo(new PaymentOutcome.Parked("ACCOUNT_DIFFERS"));
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PENDING);
        assertThat(hub.count("transfers")).isZero();
    }

    @Test
    void scenario17_whatTheApiContradictsIsParked() {
        hub.apply(of(PAYMENT_CAPTURED).discrepancy("AMOUNT_DIFFERS_FROM_API").build());
        parkedAndUncredited("AMOUNT_DIFFERS_FROM_API");
    }

    @Test
    void scenario18_withoutTheApiItIsConfirmingAndCreditedLater() {
        PaymentOutcome outcome = hub.apply(of(PAYMENT_CAPTURED).signedOnly().build());
        assertThat(outcome).isEqualTo(new PaymentOutcome.Unconfirmed());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.CONFIRMING);
        assertThat(hub.count("transfers")).isZero();
        hub.apply(captured());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
    }

    @Test
    void anAccountThatTrustsSignaturesCreditsWithoutTheApi() {
        Recharge trusted = hub.pending("12.50", "USD", RechargeFixture.OTHER_ACCOUNT);
        hub.apply(event(trusted, PAYMENT_CAPTURED, "pi_1").signedOnly().build());
        assertThat(hub.state(trusted)).isEqualTo(RechargeState.SUCCEEDED);
    }

    @Test
    void anUnsignedEventIsNeverEnough() {
        Recharge trusted = hub.pending("12.50", "USD", RechargeFixture.OTHER_ACCOUNT);
        assertThat(hub.apply(event(trusted, PAYMENT_CAPTURED, "pi_1").unsigned().build()))
                .isEqualTo(new PaymentOutcome.Unconfirmed());
        assertThat(hub.state(trusted)).isEqualTo(RechargeState.PENDING);
    }

    @Test
    void scenario58_aFrozenWalletTakesTheCredit() {
        hub.transaction.executeWithoutResult(status -> hub.ledger.freeze(recharge.wallet()));
        hub.apply(captured());
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
    }

    @Test
    void moneyGivenBackBeforeItWasCreditedIsParked() {
        hub.apply(of(PAYMENT_CAPTURED).refunded(12_500).build());
        parkedAndUncredited("REFUNDED_AT_GATEWAY");
    }

    @Test
    void aParkedRechargeStillTakesTheRightPayment() {
        hub.apply(of(PAYMENT_CAPTURED).amount(Money.ofMinor(1, "KWD")).build());
        hub.apply(event(recharge, PAYMENT_CAPTURED, "pi_right").build());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(recharge)).isEqualTo(recharge.amount());
    }

    @Test
    void theSameTroubleIsToldOnce() {
        for (int n = 0; n < 3; n++) {
            hub.apply(of(PAYMENT_CAPTURED).live(true).build());
        }
        assertThat(hub.count("parks")).isEqualTo(1);
    }

    @Test
    void aRefundIsNotedForFinance() {
        assertThat(hub.apply(of(REFUND_SUCCEEDED).build())).isEqualTo(new PaymentOutcome.Noted("REFUND_SEEN"));
        nothingMoved();
    }

    private EventBuilder of(PaymentEvent.Type type) {
        return event(recharge, type, "pi_1");
    }

    private PaymentEvent captured() {
        return of(PAYMENT_CAPTURED).build();
    }

    private void parkedAndUncredited(String reason) {
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PARKED);
        assertThat(hub.parkReasons()).containsExactly(reason);
        assertThat(hub.count("transfers")).isZero();
        assertThat(hub.balance(recharge).isZero()).isTrue();
    }

    private void nothingMoved() {
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.PENDING);
        assertThat(hub.count("transfers")).isZero();
        assertThat(hub.count("parks")).isZero();
    }
}
