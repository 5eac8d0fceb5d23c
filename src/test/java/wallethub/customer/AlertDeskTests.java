package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.customer.AlertFixture.dinars;
import static wallethub.testing.StaffCalls.body;
import static wallethub.testing.StaffCalls.said;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.StaffPermission;
import wallethub.database.RowScope;
import wallethub.id.AlertId;
import wallethub.ledger.TransferKind;
import wallethub.operation.HttpReply;
import wallethub.operation.LinkedPage;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;
import wallethub.testing.StaffCalls;

/** Alerts as customers and staff read and acknowledge them, and as other packages raise them. */
class AlertDeskTests {

    private static final Caller CLERK =
            StaffCalls.somebody(StaffPermission.ALERT_LIST, StaffPermission.ALERT_ACKNOWLEDGE);
    private static final Caller READER = StaffCalls.somebody(StaffPermission.ALERT_LIST);

    private static AlertFixture hub;
    private static StaffCalls staff;

    @BeforeAll
    static void start() {
        hub = new AlertFixture();
        staff = new StaffCalls(hub.context, "/alerts");
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    private static CustomerRow low() {
        CustomerRow customer = hub.customer("9.000");
        hub.move(customer, TransferKind.PAYMENT, "-8.000");
        return customer;
    }

    private static List<AlertView> own(CustomerRow customer, @Nullable String state, @Nullable String kind) {
        Caller caller = Caller.customer(customer.id(), Set.of(CustomerPermission.ALERT_VIEW));
        return hub.inTransaction(
                RowScope.of(customer.id()),
                () -> hub.context
                        .getBean(ListOwnAlertsHandler.class)
                        .handle(new ListOwnAlerts(10, null, state, kind), caller)
                        .map(LinkedPage::page)
                        .orElseThrow()
                        .items());
    }

    private static Optional<AlertView> see(CustomerRow customer, String id) {
        Caller caller = Caller.customer(customer.id(), Set.of(CustomerPermission.ALERT_VIEW));
        return hub.inTransaction(
                RowScope.of(customer.id()),
                () -> hub.context
                        .getBean(AcknowledgeOwnAlertHandler.class)
                        .handle(new AcknowledgeOwnAlert(id), caller));
    }

    private static long audited(String alert) {
        return hub.behind
                .sql("select count(*) from access_audit where object = :id and action = 'alert.acknowledge'")
                .param("id", alert)
                .query(Long.class)
                .single();
    }

    @Test
    void aCustomerReadsTheirOwnAndSaysThatTheyWereSeen() {
        CustomerRow customer = low();
        CustomerRow other = low();
        AlertView alert = own(customer, "open", null).getFirst();
        assertThat(own(customer, null, null)).hasSize(1);
        assertThat(alert.text().english()).isEqualTo("The available balance fell below 5.000 KWD.");
        assertThat(alert.amount()).isEqualTo(dinars("1.000"));
        assertThat(alert.acknowledgedAt()).isNull();

        assertThat(see(other, alert.id().text())).as("another's").isEmpty();
        assertThat(see(customer, AlertId.next().text())).isEmpty();
        assertThat(see(customer, "alr_nonsense")).isEmpty();
        assertThat(audited(alert.id().text())).isZero();

        assertThat(see(customer, alert.id().text()).orElseThrow().acknowledgedAt())
                .isEqualTo(hub.clock.instant());
        assertThat(see(customer, alert.id().text())).isPresent();
        assertThat(audited(alert.id().text())).isOne();
        assertThat(hub.open(customer)).as("seen is not over").containsExactly("low_balance");

        hub.move(customer, TransferKind.RECHARGE, "9.000");
        assertThat(own(customer, "open", null)).isEmpty();
        assertThat(own(customer, "cleared", "low_balance")).hasSize(1);
        assertThat(own(customer, null, "debt")).isEmpty();
    }

    @Test
    void theStaffReadThoseOfAllAndTheFirstWhoLooksAfterOneStaysWritten() {
        CustomerRow customer = low();
        hub.run(() -> hub.alerts.deductionFailed(customer.wallet(), customer.id(), dinars("2.500"), "inv_9"));
        String path = "/alerts?customer=" + customer.id();
        JsonNode all = staff.read("list-alerts", path, READER);
        assertThat(all.path("items").findValuesAsText("kind")).containsExactly("deduction_failed", "low_balance");
        assertThat(all.at("/items/0/reference").asText()).isEqualTo("inv_9");
        assertThat(all.at("/items/0/text").asText())
                .isEqualTo("2.500 KWD was missing to pay an invoice from the wallet.");
        assertThat(all.at("/page/totalItems").asInt()).isEqualTo(2);
        JsonNode first = staff.read("list-alerts", path + "&size=1", READER);
        assertThat(first.path("items")).hasSize(1);
        JsonNode second =
                staff.read("list-alerts", "/alerts" + first.path("next").asText(), READER);
        assertThat(second.path("items").findValuesAsText("kind")).containsExactly("low_balance");
        assertThat(staff.read("list-alerts", path + "&kind=low_balance&state=open", READER)
                        .path("items"))
                .hasSize(1);
        assertThat(staff.read("list-alerts", path + "&state=cleared", READER).path("items"))
                .isEmpty();

        String id = all.at("/items/1/id").asText();
        assertThat(said(acknowledge(id, READER))).isEqualTo("403 FORBIDDEN");
        assertThat(said(acknowledge(AlertId.next().text(), CLERK))).isEqualTo("404 NOT_FOUND");
        JsonNode done = body(acknowledge(id, CLERK));
        assertThat(done.path("acknowledgedBy").asText()).isEqualTo(CLERK.staff().text());
        Caller colleague = StaffCalls.somebody(StaffPermission.ALERT_ACKNOWLEDGE);
        assertThat(body(acknowledge(id, colleague)).path("acknowledgedBy").asText())
                .isEqualTo(CLERK.staff().text());
        assertThat(audited(id)).isOne();
    }

    private static HttpReply acknowledge(String id, Caller caller) {
        return staff.call("acknowledge-alert", "POST", "/alerts/" + id + "/acknowledge", caller, Map.of(), "");
    }

    @Test
    void aDeductionThatFailsStandsUntilItsReasonIsGone() {
        CustomerRow customer = hub.customer("9.000");
        hub.run(() -> hub.alerts.deductionFailed(customer.wallet(), customer.id(), dinars("2.500"), "inv_1"));
        hub.run(() -> hub.alerts.deductionFailed(customer.wallet(), customer.id(), dinars("3.500"), "inv_2"));
        hub.run(() -> hub.alerts.clearIfOver(customer.wallet(), AlertKind.DEDUCTION_FAILED, () -> false));
        assertThat(hub.told(customer)).containsExactly("raised deduction_failed");
        hub.run(() -> hub.alerts.clearIfOver(customer.wallet(), AlertKind.DEDUCTION_FAILED, () -> true));
        AtomicInteger asked = new AtomicInteger();
        hub.run(() -> hub.alerts.clearIfOver(
                customer.wallet(), AlertKind.DEDUCTION_FAILED, () -> asked.incrementAndGet() > 0));
        assertThat(asked).as("nothing stands, so nobody is asked").hasValue(0);
        assertThat(hub.told(customer)).containsExactly("raised deduction_failed", "cleared deduction_failed");
    }

    @Test
    void aHundredWhoSayItAtOnceSayItOnce() {
        CustomerRow customer = hub.customer("9.000");
        AtOnce.runOn(
                12,
                100,
                n -> hub.inTransaction(() -> {
                    hub.alerts.paymentParked(customer.wallet(), customer.id(), dinars("1.000"), "rch_" + n);
                    return true;
                }));
        assertThat(hub.told(customer)).containsExactly("raised payment_parked");
    }
}
