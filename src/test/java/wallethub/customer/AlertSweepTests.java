package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.customer.AlertFixture.dinars;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.ledger.TransferKind;
import wallethub.testing.CustomerRow;

/** Alerts of wallets that do not move, and of customers who are no more. */
class AlertSweepTests {

    private static final String SIX =
            "{\"marginPercent\":0,\"minimumBalances\":[{\"amount\":\"6.000\",\"currency\":\"KWD\"}]}";
    private static final String TWO =
            "{\"marginPercent\":50,\"minimumBalances\":[{\"amount\":\"2.000\",\"currency\":\"KWD\"}]}";
    private static final String NONE = "{\"minimumBalances\":[]}";

    private final AlertFixture hub = new AlertFixture();

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    private void sweep() {
        hub.run(() ->
                hub.context.getBean(SweepAlertsHandler.class).handle(new SweepAlerts(), Caller.system("alert-sweep")));
    }

    @Test
    void thresholdsThatWereChangedReachWalletsThatDoNotMove() {
        CustomerRow rich = hub.customer("60.000");
        CustomerRow middle = hub.customer("5.700");
        CustomerRow poor = hub.customer("9.000");
        hub.move(poor, TransferKind.PAYMENT, "-6.000");
        CustomerRow never = hub.customer();
        sweep();
        assertThat(hub.told(middle)).isEmpty();
        assertThat(hub.told(poor)).containsExactly("raised low_balance");

        hub.thresholds(1, SIX);
        sweep();
        sweep();
        assertThat(hub.told(middle)).containsExactly("raised low_balance");
        assertThat(hub.told(poor)).containsExactly("raised low_balance");

        hub.thresholds(2, TWO);
        sweep();
        sweep();
        assertThat(hub.told(middle)).containsExactly("raised low_balance", "cleared low_balance");
        assertThat(hub.told(poor))
                .as("3.000 is a margin above")
                .containsExactly("raised low_balance", "cleared low_balance");
        assertThat(hub.told(rich)).isEmpty();
        assertThat(hub.told(never)).as("who never had money is not low").isEmpty();
    }

    @Test
    void withoutAMinimumWhatStandsEndsAndOnlyADebtIsTold() {
        CustomerRow customer = hub.customer("9.000");
        hub.move(customer, TransferKind.PAYMENT, "-6.000");
        hub.thresholds(1, NONE);
        sweep();
        assertThat(hub.told(customer)).containsExactly("raised low_balance", "cleared low_balance");
        hub.move(customer, TransferKind.CHARGEBACK, "-4.000");
        assertThat(hub.open(customer)).containsExactly("debt");
    }

    @Test
    void whoIsErasedOrMergedIsToldNothingAnyMore() {
        CustomerRow erased = hub.customer("9.000");
        hub.move(erased, TransferKind.PAYMENT, "-9.000");
        hub.run(() -> hub.alerts.deductionFailed(erased.wallet(), erased.id(), dinars("1.000"), "inv_1"));
        hub.run(() -> hub.alerts.clearAll(erased.wallet()));
        assertThat(hub.open(erased)).isEmpty();
        hub.behind
                .sql(
                        "insert into customer_erased (external_id_hash, customer_id, erased_at) values (md5('x'), :c, now())")
                .param("c", erased.id().text())
                .update();
        CustomerRow merged = hub.customer("9.000");
        hub.behind
                .sql("""
                        insert into customer_alias (external_id, survivor_id, version, merged_at)
                        values (:external, :survivor, 2, now())
                        """)
                .param("external", merged.externalId())
                .param("survivor", hub.customer().id().text())
                .update();
        hub.move(merged, TransferKind.ADJUSTMENT, "-9.000");
        sweep();
        assertThat(hub.told(erased))
                .containsExactlyInAnyOrder(
                        "raised low_balance",
                        "raised deduction_failed",
                        "cleared low_balance",
                        "cleared deduction_failed");
        assertThat(hub.open(merged)).isEmpty();
        assertThat(hub.told(merged)).isEmpty();
    }
}
