package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wallethub.access.Caller;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.crash.CrashPoint;
import wallethub.id.StoreId;
import wallethub.testing.CustomerRow;
import wallethub.testing.OtherProcess;
import wallethub.testing.TestDatabase;

/**
 * An order's payment, a refund, a capture and a rescue move their money once and tell the ERP once, wherever the process that does it
 * ends. What comes after the event is stored is the lanes' own, and {@code CrashIT}'s.
 */
class CheckoutCrashIT {

    private static final String URL = TestDatabase.freshUrl();
    private static final CheckoutFixture HUB = new CheckoutFixture(
            CheckoutProcess.database(URL, false), TestDatabase.behind(CheckoutProcess.database(URL, true)));
    private static final StoreId STORE = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    /** One of the four, with what repeats it. */
    private record Deed(String caller, String operation, String path, String key, String json) {}

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_ORDER_COMMIT", "AFTER_ORDER_COMMIT", "BEFORE_WAKE_UP"})
    void anOrderIsPaidOnceAfterACrashAt(CrashPoint point) throws Exception {
        CustomerRow ann = HUB.customer(STORE, "20.000");
        String order = HUB.order(STORE, ann, "12.500");
        Deed deed = new Deed(ann.id().text(), "pay-order", "/orders/" + order + "/pay", HUB.key(), "");

        boolean committed = !crashed(deed, point).equals("BEFORE");
        assertThat(HUB.balance(ann)).isEqualTo(committed ? "7.500" : "20.000");
        assertThat(HUB.shown(STORE, order).text("/status")).isEqualTo(committed ? "paid" : "open");
        // He never got an answer, so he asks again.
        Reply again = again(deed, CheckoutFixture.caller(ann));

        assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
        assertThat(again.text("/status")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("7.500");
        assertThat(HUB.events(ann)).containsExactly("order.paid");
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_CAPTURE_COMMIT", "AFTER_CAPTURE_COMMIT"})
    void aHoldIsCapturedOnceAfterACrashAt(CrashPoint point) throws Exception {
        CustomerRow ann = HUB.customer(STORE, "20.000");
        String hold = HUB.hold(STORE, ann, "12.500");
        Deed deed = new Deed(STORE.text(), "capture-hold", "/holds/" + hold + "/capture", HUB.key(), """
                {"reference": "C-1", "amount": {"amount": "2.500", "currency": "KWD"}}
                """);

        boolean committed = !crashed(deed, point).equals("BEFORE");
        assertThat(HUB.balance(ann)).isEqualTo(committed ? "17.500" : "20.000");
        assertThat(HUB.available(ann)).isEqualTo(committed ? "17.500" : "7.500");
        Reply again = again(deed, CheckoutFixture.caller(STORE));

        assertThat(again.status()).as(again.body().toString()).isEqualTo(201);
        assertThat(HUB.available(ann)).isEqualTo("17.500");
        assertThat(HUB.events(ann)).containsExactly("hold.captured");
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_RESCUE_COMMIT", "AFTER_RESCUE_COMMIT"})
    void anOrderIsRescuedOnceAfterACrashAt(CrashPoint point) throws Exception {
        CustomerRow ann = HUB.customer(STORE, "0.000");
        String order = HUB.order(STORE, ann, "12.500");
        Deed deed = new Deed(STORE.text(), "rescue-order", "/orders/" + order + "/rescue", HUB.key(), """
                {"amount": {"amount": "12.500", "currency": "KWD"}, "bankReference": "BANK-7", "reason": "the bank failed"}
                """);

        boolean committed = !crashed(deed, point).equals("BEFORE");
        assertThat(HUB.balance(ann)).isEqualTo(committed ? "12.500" : "0.000");
        assertThat(HUB.count("select count(*) from checkout_rescue where order_id = :id", order))
                .isEqualTo(committed ? 1 : 0);
        Reply again = again(deed, CheckoutFixture.caller(STORE));

        assertThat(again.status()).as(again.body().toString()).isEqualTo(201);
        assertThat(HUB.balance(ann)).isEqualTo("12.500");
        assertThat(HUB.events(ann)).containsExactly("order.rescued");
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_REFUND_COMMIT", "AFTER_REFUND_COMMIT"})
    void anOrderIsRefundedOnceAfterACrashAt(CrashPoint point) throws Exception {
        CustomerRow ann = HUB.customer(STORE, "20.000");
        String order = HUB.paid(STORE, ann, "12.500");
        Deed deed = new Deed(STORE.text(), "refund-order", "/orders/" + order + "/refunds", HUB.key(), """
                {"reference": "R-1", "amount": {"amount": "2.500", "currency": "KWD"}, "reason": "came back"}
                """);

        boolean committed = !crashed(deed, point).equals("BEFORE");
        assertThat(HUB.balance(ann)).isEqualTo(committed ? "10.000" : "7.500");
        assertThat(HUB.shown(STORE, order).amount("/refunded")).isEqualTo(committed ? "2.500" : "0.000");
        Reply again = again(deed, CheckoutFixture.caller(STORE));

        assertThat(again.status()).as(again.body().toString()).isEqualTo(201);
        assertThat(again.amount("/refunded")).isEqualTo("2.500");
        assertThat(HUB.balance(ann)).isEqualTo("10.000");
        assertThat(HUB.events(ann)).containsExactly("order.paid", "order.refunded");
    }

    /** Without a crash the other process does what this one does. */
    @Test
    void anOrderIsPaidByTheOtherProcessToo() throws Exception {
        CustomerRow ann = HUB.customer(STORE, "20.000");
        String order = HUB.order(STORE, ann, "12.500");
        Deed deed = new Deed(ann.id().text(), "pay-order", "/orders/" + order + "/pay", HUB.key(), "");

        assertThat(elsewhere(deed, CrashPoint.AFTER_FEED_PAGE)).isZero();

        assertThat(HUB.balance(ann)).isEqualTo("7.500");
        assertThat(HUB.events(ann)).containsExactly("order.paid");
    }

    private static Reply again(Deed deed, Caller caller) {
        return HUB.call(caller, deed.operation(), "POST", deed.path(), deed.key(), deed.json());
    }

    /** @return the first word of the point */
    private static String crashed(Deed deed, CrashPoint point) throws Exception {
        assertThat(elsewhere(deed, point)).isEqualTo(OtherProcess.KILLED);
        return point == CrashPoint.BEFORE_WAKE_UP
                ? "AFTER"
                : point.name().substring(0, point.name().indexOf('_'));
    }

    private static int elsewhere(Deed deed, CrashPoint point) throws Exception {
        return OtherProcess.run(
                CheckoutProcess.class,
                point,
                URL,
                deed.caller(),
                deed.operation(),
                deed.path(),
                deed.key(),
                deed.json());
    }
}
