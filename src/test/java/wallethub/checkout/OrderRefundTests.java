package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.checkout.CheckoutFixture.caller;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.correction.OtherRefunds;
import wallethub.gateway.PaymentEvent;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.mapping.Outcome;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** What goes back of an order: at once, or as soon as the ERP has its payment; never more than was paid. */
class OrderRefundTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void aReturnGoesBackToTheWalletAtOnceInPartsAndWhole() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.paid(store, ann, "12.500");

        Reply part = HUB.refund(store, order, "R-1", "2.500");
        Reply rest = HUB.refund(store, order, "R-2", "10.000");

        assertThat(part.status()).as(part.body().toString()).isEqualTo(201);
        assertThat(part.text("/status")).isEqualTo("partially_refunded");
        assertThat(part.amount("/refunded")).isEqualTo("2.500");
        assertThat(part.text("/refunds/0/status")).isEqualTo("done");
        assertThat(rest.text("/status")).isEqualTo("refunded");
        assertThat(HUB.get(caller(ann), "get-order", "/orders/" + order).amount("/refunded"))
                .isEqualTo("12.500");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
        assertThat(HUB.events(ann)).containsExactly("order.paid", "order.refunded", "order.refunded");
        assertThat(HUB.event(ann, "order.refunded").path("refundedTransferId").asText())
                .isEqualTo(part.text("/transferId"));
    }

    @Test
    void theSameReturnIsOneRefundForEver() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.paid(store, ann, "12.500");
        HUB.refund(store, order, "R-1", "2.500");

        Reply again = HUB.refund(store, order, "R-1", "2.500");
        Reply other = HUB.refund(store, order, "R-1", "2.501");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.amount("/refunded")).isEqualTo("2.500");
        assertThat(other.code()).isEqualTo("REFERENCE_REUSED");
        assertThat(HUB.balance(ann)).isEqualTo("10.000");
    }

    @Test
    void scenario21_neverMoreThanWasPaidAndOnlyOfWhatIsPaid() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String open = HUB.order(store, ann, "1.000");
        String order = HUB.paid(store, ann, "12.500");
        HUB.refund(store, order, "R-1", "12.000");

        Reply tooMuch = HUB.refund(store, order, "R-2", "0.501");
        Reply nothing = HUB.refund(store, order, "R-3", "0.000");
        Reply unpaid = HUB.refund(store, open, "R-1", "1.000");

        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.code()).isEqualTo("REFUND_EXCEEDS_AVAILABLE");
        assertThat(tooMuch.amount("/limit")).isEqualTo("0.500");
        assertThat(nothing.code()).isEqualTo("AMOUNT_BELOW_MINIMUM");
        assertThat(unpaid.code()).isEqualTo("STATE_CONFLICT");
        assertThat(unpaid.text("/state")).isEqualTo("open");
        assertThat(HUB.balance(ann)).isEqualTo("19.500");
    }

    @Test
    void scenario23_aHundredReturnsAtOnceGiveBackWhatWasPaid() {
        CustomerRow ann = HUB.customer(store, "60.000");
        String order = HUB.paid(store, ann, "60.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.refund(store, order, "R-" + n, "1.000"));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(60);
        assertThat(replies.stream().filter(reply -> reply.status() != 201))
                .extracting(Reply::code)
                .containsOnly("REFUND_EXCEEDS_AVAILABLE");
        assertThat(HUB.balance(ann)).isEqualTo("60.000");
    }

    @Test
    void aHundredRequestsForOneReturnGiveItBackOnce() {
        CustomerRow ann = HUB.customer(store, "60.000");
        String order = HUB.paid(store, ann, "60.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.refund(store, order, "R-1", "1.000"));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        assertThat(HUB.balance(ann)).isEqualTo("1.000");
    }

    @Test
    void aFrozenWalletIsGivenBackTo() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.paid(store, ann, "12.500");
        HUB.freeze(ann);

        assertThat(HUB.refund(store, order, "R-1", "12.500").status()).isEqualTo(201);
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void asLongAsTheErpMayRefuseThePaymentARefundWaitsAndIsReserved() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");
        TransferId payment = new TransferId(HUB.pay(ann, order).text("/transferId"));

        Reply waits = HUB.refund(store, order, "R-1", "10.000");
        Reply tooMuch = HUB.refund(store, order, "R-2", "2.501");
        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isZero();

        assertThat(waits.status()).isEqualTo(201);
        assertThat(waits.text("/status")).isEqualTo("paid");
        assertThat(waits.amount("/refundWaiting")).isEqualTo("10.000");
        assertThat(waits.text("/refunds/0/status")).isEqualTo("waiting");
        assertThat(tooMuch.amount("/limit")).isEqualTo("2.500");
        assertThat(HUB.balance(ann)).isEqualTo("7.500");

        HUB.settled(payment, Outcome.SUCCESS);
        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isOne();
        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isZero();

        Reply settled = HUB.shown(store, order);
        assertThat(settled.text("/status")).isEqualTo("partially_refunded");
        assertThat(settled.amount("/refundWaiting")).isEqualTo("0.000");
        assertThat(settled.text("/refunds/0/status")).isEqualTo("done");
        assertThat(HUB.balance(ann)).isEqualTo("17.500");
        assertThat(HUB.events(ann)).containsExactly("order.paid", "order.refunded");
    }

    @Test
    void waitingRefundsAreSettledOnceByWhoeverRuns() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.000");
        TransferId payment = new TransferId(HUB.pay(ann, order).text("/transferId"));
        for (int n = 0; n < 12; n++) {
            HUB.refund(store, order, "R-" + n, "1.000");
        }
        HUB.settled(payment, Outcome.SUCCESS);

        AtOnce.run(8, n -> HUB.run("settle-refunds", "checkout-refunds"));

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("refunded");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void whatWaitsForALongTimeKeepsNoOtherFromItsTurn() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String silent = HUB.order(store, ann, "1.000");
        HUB.pay(ann, silent);
        HUB.refund(store, silent, "R-1", "1.000");
        long before = looked(silent);
        HUB.clock.advance(Duration.ofSeconds(10));

        HUB.run("settle-refunds", "checkout-refunds");

        assertThat(looked(silent)).isGreaterThan(before);
    }

    private static long looked(String order) {
        return HUB.count(
                "select extract(epoch from looked_at)::bigint from checkout_refund where order_id = :id", order);
    }

    /** Returns and the ERP's last word at the same moment: the whole payment comes back, and nothing beside it. */
    @Test
    void ofReturnsAndTheErpsRefusalTheCustomerHasThePaymentBackOnce() {
        for (int round = 0; round < 20; round++) {
            CustomerRow ann = HUB.customer(store, "20.000");
            String order = HUB.order(store, ann, "12.500");
            TransferId payment = new TransferId(HUB.pay(ann, order).text("/transferId"));

            AtOnce.run(6, n -> switch (n) {
                case 0 -> HUB.refused(payment).code();
                case 1 -> HUB.run("settle-refunds", "checkout-refunds").code();
                default -> HUB.refund(store, order, "R-" + n, "4.000").code();
            });
            HUB.run("settle-refunds", "checkout-refunds");

            assertThat(HUB.shown(store, order).text("/status")).isEqualTo("rejected");
            assertThat(HUB.balance(ann)).isEqualTo("20.000");
            assertThat(HUB.events(ann)).containsExactly("order.paid", "payment.reversed");
        }
    }

    @Test
    void scenario27_whileTheMoneyOfAnOrderIsDisputedNothingOfItIsGivenBackByTheStore() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String other = HUB.paid(store, ann, "1.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "8.500", order);
        HUB.captured(recharge, "8.500", "8.500");
        TransferId payment = new TransferId(HUB.shown(store, order).text("/transferId"));
        HUB.settled(payment, Outcome.SUCCESS);
        HUB.refund(store, order, "R-1", "2.000");
        assertThat(HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_OPENED)
                        .code())
                .isEqualTo("DISPUTE_SEEN");

        Reply refused = HUB.refund(store, order, "R-2", "1.000");
        Reply again = HUB.refund(store, order, "R-1", "2.000");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("STATE_CONFLICT");
        assertThat(refused.text("/state")).isEqualTo("disputed");
        assertThat(again.status()).isEqualTo(200);
        assertThat(forStaff(one -> one.disputed(payment))).isTrue();
        assertThat(HUB.balance(ann)).isEqualTo("2.000");
        assertThat(HUB.refund(store, other, "R-1", "1.000").status()).isEqualTo(201);

        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_FUNDS_WITHDRAWN);
        HUB.disputed(recharge, "dp_2", PaymentEvent.Type.DISPUTE_WON);
        assertThat(HUB.refund(store, order, "R-2", "1.000").text("/state")).isEqualTo("disputed");
        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_WON);

        assertThat(forStaff(one -> one.disputed(payment))).isFalse();
        assertThat(HUB.refund(store, order, "R-2", "1.000").status()).isEqualTo(201);
        assertThat(HUB.balance(ann)).isEqualTo("4.000");
    }

    @Test
    void scenario27_aRefundThatWaitedForTheErpWaitsForTheEndOfADisputeToo() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "12.500", order);
        HUB.captured(recharge, "12.500", "12.500");
        HUB.refund(store, order, "R-1", "2.000");
        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_OPENED);
        HUB.settled(new TransferId(HUB.shown(store, order).text("/transferId")), Outcome.SUCCESS);

        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isZero();
        assertThat(HUB.shown(store, order).text("/refunds/0/status")).isEqualTo("waiting");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_WON);

        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isOne();
        assertThat(HUB.balance(ann)).isEqualTo("2.000");
    }

    private static boolean forStaff(Predicate<OtherRefunds> asked) {
        return HUB.inSystem(
                () -> HUB.context.getBeanProvider(OtherRefunds.class).stream().anyMatch(asked));
    }

    /** What the staff gave back counts for the store, and what the store gave back counts for the staff. */
    @Test
    void theStaffAndTheStoreGiveBackNoMoreThanWasPaidBetweenThem() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.paid(store, ann, "10.000");
        TransferId payment = new TransferId(HUB.shown(store, order).text("/transferId"));
        HUB.refund(store, order, "R-1", "4.000");
        assertThat(HUB.inSystem(() -> HUB.context.getBeanProvider(OtherRefunds.class).stream()
                        .mapToLong(one -> one.of(payment))
                        .sum()))
                .isEqualTo(4_000);

        byStaff(payment, 5_000);
        Reply tooMuch = HUB.refund(store, order, "R-2", "1.001");

        assertThat(tooMuch.code()).isEqualTo("REFUND_EXCEEDS_AVAILABLE");
        assertThat(tooMuch.amount("/limit")).isEqualTo("1.000");
    }

    /** As an approved refund leaves it. */
    private static void byStaff(TransferId payment, long minor) {
        HUB.behind.sql("alter table correction_transfer disable trigger all").update();
        HUB.behind
                .sql("""
                        insert into correction_transfer (transfer_id, approval_id, amount_minor, refunded_transfer_id, made_at)
                        values (:id, 'apr', :minor, :payment, now())
                        """)
                .param("id", TransferId.next().text())
                .param("minor", minor)
                .param("payment", payment.text())
                .update();
        HUB.behind.sql("alter table correction_transfer enable trigger all").update();
    }
}
