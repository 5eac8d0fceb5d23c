package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.checkout.CheckoutFixture.caller;
import static wallethub.checkout.CheckoutFixture.orderJson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.mapping.Outcome;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** An order from the store's wish to the customer's payment, and who is faster where two want something of it. */
class OrderTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void oneReferenceIsOneOrderForEver() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String json = orderJson(ann, "A-1/2026", "12.500");

        Reply made = HUB.post(caller(store), "create-order", "/orders", json);
        Reply again = HUB.post(caller(store), "create-order", "/orders", json);
        Reply other = HUB.post(caller(store), "create-order", "/orders", orderJson(ann, "A-1/2026", "12.501"));

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.headers()).containsEntry("Location", "/api/store/v1/orders/" + made.text("/id"));
        assertThat(made.text("/status")).isEqualTo("open");
        assertThat(made.amount("/amount")).isEqualTo("12.500");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(made.text("/id"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("REFERENCE_REUSED");
        assertThat(orders(store)).isOne();
    }

    @Test
    void theSameReferenceOfAnotherStoreIsAnotherOrder() {
        CustomerRow ann = HUB.customer(store, "0.000");
        StoreId second = HUB.store();
        HUB.link(second, ann);

        Reply one = HUB.post(caller(store), "create-order", "/orders", orderJson(ann, "B-1", "1.000"));
        Reply two = HUB.post(caller(second), "create-order", "/orders", orderJson(ann, "B-1", "1.000"));

        assertThat(List.of(one.status(), two.status())).containsOnly(201);
        assertThat(one.text("/id")).isNotEqualTo(two.text("/id"));
    }

    @Test
    void aHundredRequestsWithOneReferenceMakeOneOrder() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String json = orderJson(ann, "C-1", "1.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.post(caller(store), "create-order", "/orders", json));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies)
                .extracting(reply -> reply.text("/id"))
                .containsOnly(replies.getFirst().text("/id"));
        assertThat(orders(store)).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"customer\": \"nobody\"', VALIDATION_FAILED",
        "'\"amount\": {\"amount\": \"1.00\", \"currency\": \"SAR\"}', CURRENCY_MISMATCH",
        "'\"amount\": {\"amount\": \"0.000\", \"currency\": \"KWD\"}', AMOUNT_BELOW_MINIMUM",
        "'\"amount\": {\"amount\": \"500.001\", \"currency\": \"KWD\"}', AMOUNT_ABOVE_MAXIMUM",
        "'\"amount\": {\"amount\": \"1.0000\", \"currency\": \"KWD\"}', AMOUNT_PRECISION",
        "'\"returnUrl\": \"https://evil.example/back\"', RETURN_URL_NOT_ALLOWED",
        "'\"returnUrl\": \"http://shop.example/back\"', RETURN_URL_NOT_ALLOWED",
        "'\"expiresInSeconds\": 604801', VALIDATION_FAILED",
        "'\"price\": 1', UNKNOWN_FIELD"
    })
    void refusesWhatDoesNotFit(String wrong, String code) {
        CustomerRow ann = HUB.customer(store, "0.000");
        String name = wrong.substring(0, wrong.indexOf(':'));
        String json = orderJson(ann, "D-1", "1.000").strip();
        String without =
                json.replaceFirst(name + ": (\\{[^}]*}|\"[^\"]*\")(, )?", "").replaceFirst(", }$", "}");
        Reply reply = HUB.post(
                caller(store),
                "create-order",
                "/orders",
                without.substring(0, without.length() - 1) + ", " + wrong + "}");

        assertThat(reply.code()).as(reply.body().toString()).isEqualTo(code);
        assertThat(orders(store)).isZero();
    }

    private long orders(StoreId of) {
        return HUB.count("select count(*) from checkout_order where store_id = :id", of.text());
    }

    @Test
    void whatIsAnothersIsNotThere() {
        CustomerRow ann = HUB.customer(store, "10.000");
        CustomerRow bob = HUB.customer(store, "10.000");
        StoreId other = HUB.store();
        String order = HUB.paid(store, ann, "2.000");

        assertThat(List.of(
                        HUB.get(caller(bob), "get-order", "/orders/" + order),
                        HUB.pay(bob, order),
                        HUB.shown(other, order),
                        HUB.cancel(other, order),
                        HUB.refund(other, order, "R-1", "1.000"),
                        HUB.rescue(other, order, "1.000"),
                        HUB.reverse(other, order),
                        HUB.shown(store, OrderId.next().text())))
                .extracting(Reply::status)
                .containsOnly(404);
        assertThat(HUB.balance(ann)).isEqualTo("8.000");
        assertThat(HUB.balance(bob)).isEqualTo("10.000");
    }

    @Test
    void theCustomerPaysOnceFromTheWallet() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");
        String key = HUB.key();

        Reply open = HUB.get(caller(ann), "get-order", "/orders/" + order);
        Reply paid = HUB.call(caller(ann), "pay-order", "POST", "/orders/" + order + "/pay", key, "");
        Reply replayed = HUB.call(caller(ann), "pay-order", "POST", "/orders/" + order + "/pay", key, "");
        Reply again = HUB.pay(ann, order);

        assertThat(open.body().path("payable").asBoolean()).isTrue();
        assertThat(open.body().has("shortfall")).isFalse();
        assertThat(open.text("/store")).isEqualTo("A Shop");
        assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
        assertThat(paid.text("/status")).isEqualTo("paid");
        assertThat(paid.body().path("payable").asBoolean()).isFalse();
        assertThat(replayed.body()).isEqualTo(paid.body());
        assertThat(replayed.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(again.text("/state")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("7.500");
        assertThat(HUB.events(ann)).containsExactly("order.paid");
        assertThat(HUB.event(ann, "order.paid").path("orderId").asText()).isEqualTo(order);
        assertThat(HUB.event(ann, "order.paid").at("/amount/amount").asText()).isEqualTo("-12.500");
        assertThat(HUB.shown(store, order).text("/transferId")).isEqualTo(paid.text("/transferId"));
    }

    @Test
    void aPaymentNeedsAnIdempotencyKey() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");

        Reply reply = HUB.call(caller(ann), "pay-order", "POST", "/orders/" + order + "/pay", null, "");

        assertThat(reply.code()).isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void scenario32_aHundredDevicesPayOneOrderOnce() {
        CustomerRow ann = HUB.customer(store, "100.000");
        String order = HUB.order(store, ann, "1.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.pay(ann, order));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .extracting(Reply::code)
                .containsOnly("ORDER_NOT_PAYABLE");
        assertThat(HUB.balance(ann)).isEqualTo("99.000");
        assertThat(HUB.events(ann)).containsExactly("order.paid");
    }

    @Test
    void scenario33_aHundredOrdersAgainstMoneyForSixtyPaySixty() {
        CustomerRow ann = HUB.customer(store, "60.000");
        List<String> orders = IntStream.range(0, 100)
                .mapToObj(n -> HUB.order(store, ann, "1.000"))
                .toList();

        List<Reply> replies = AtOnce.run(100, n -> HUB.pay(ann, orders.get(n)));

        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(60);
        assertThat(replies.stream().filter(reply -> reply.status() != 200))
                .extracting(Reply::code)
                .containsOnly("INSUFFICIENT_FUNDS");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
    }

    /** Holds, holds that are taken at once, and payments: together they spend or keep what there is, and not a fils more. */
    @Test
    void scenario33_aHundredHoldsCapturesAndPaymentsAgainstMoneyForSixtyGetSixty() {
        CustomerRow ann = HUB.customer(store, "60.000");
        List<String> orders = IntStream.range(0, 100)
                .mapToObj(n -> n % 3 == 0 ? HUB.order(store, ann, "1.000") : "")
                .toList();

        List<Reply> replies = AtOnce.run(100, n -> {
            if (n % 3 == 0) {
                return HUB.pay(ann, orders.get(n));
            }
            Reply placed =
                    HUB.post(caller(store), "place-hold", "/holds", CheckoutFixture.holdJson(ann, "M-" + n, "1.000"));
            return n % 3 == 1 || placed.status() != 201
                    ? placed
                    : HUB.capture(store, placed.text("/id"), "C-1", "1.000", false);
        });

        long kept = IntStream.range(0, 100)
                .filter(n -> n % 3 == 1 && replies.get(n).status() < 300)
                .count();
        assertThat(replies.stream().filter(reply -> reply.status() < 300)).hasSize(60);
        assertThat(replies.stream().filter(reply -> reply.status() >= 300))
                .extracting(Reply::code)
                .containsOnly("INSUFFICIENT_FUNDS");
        assertThat(HUB.available(ann)).isEqualTo("0.000");
        assertThat(HUB.wallet(ann).held().minorUnits()).isEqualTo(1_000 * kept);
        assertThat(HUB.balance(ann)).isEqualTo(HUB.wallet(ann).held().amount());
    }

    @Test
    void withTooLittleItIsNotPayableAndSaysWhatIsMissing() {
        CustomerRow ann = HUB.customer(store, "5.000");
        HUB.hold(store, ann, "1.000");
        String order = HUB.order(store, ann, "12.500");
        String link = "/api/customer/v1/recharge-options?forShortfall=8.500&forOrder=" + order;

        Reply shown = HUB.get(caller(ann), "get-order", "/orders/" + order);
        Reply refused = HUB.pay(ann, order);
        Reply options = HUB.get(caller(ann), "get-recharge-options", link.substring("/api/customer/v1".length()));

        assertThat(shown.body().path("payable").asBoolean()).isFalse();
        assertThat(shown.text("/obstacle")).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(shown.amount("/shortfall")).isEqualTo("8.500");
        assertThat(shown.text("/rechargeLink")).isEqualTo(link);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.amount("/shortfall")).isEqualTo("8.500");
        assertThat(refused.text("/rechargeLink")).isEqualTo(link);
        assertThat(options.status()).as(options.body().toString()).isEqualTo(200);
        assertThat(options.amount("/prefill/amount")).isEqualTo("8.500");
        assertThat(options.text("/prefill/orderId")).isEqualTo(order);
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
        assertThat(HUB.events(ann)).isEmpty();
    }

    @Test
    void aFrozenWalletPaysNothing() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");
        HUB.freeze(ann);

        Reply shown = HUB.get(caller(ann), "get-order", "/orders/" + order);

        assertThat(shown.body().path("payable").asBoolean()).isFalse();
        assertThat(shown.text("/obstacle")).isEqualTo("WALLET_FROZEN");
        assertThat(HUB.pay(ann, order).code()).isEqualTo("WALLET_FROZEN");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void anOrderWhoseTimeIsOverIsNotPaidBeforeOrAfterTheScheduleHasBeenBy() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");
        HUB.clock.advance(Duration.ofHours(1));

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("expired");
        assertThat(HUB.pay(ann, order).text("/state")).isEqualTo("expired");
        assertThat(HUB.cancel(store, order).text("/state")).isEqualTo("expired");
        assertThat(HUB.runs("expire-orders", "checkout-orders")).isPositive();
        assertThat(HUB.runs("expire-orders", "checkout-orders")).isZero();

        assertThat(HUB.count("select count(*) from checkout_order where id = :id and state = 'expired'", order))
                .isOne();
        assertThat(HUB.pay(ann, order).code()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(HUB.get(caller(ann), "get-order", "/orders/" + order).text("/obstacle"))
                .isEqualTo("ORDER_EXPIRED");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void aCancelledOrderIsNotPaidAndAPaidOneNotCancelled() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String given = HUB.order(store, ann, "1.000");
        String paid = HUB.paid(store, ann, "2.000");

        Reply cancelled = HUB.cancel(store, given);
        Reply again = HUB.cancel(store, given);
        Reply tooLate = HUB.cancel(store, paid);

        assertThat(cancelled.text("/status")).isEqualTo("cancelled");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/status")).isEqualTo("cancelled");
        assertThat(HUB.pay(ann, given).text("/state")).isEqualTo("cancelled");
        assertThat(tooLate.status()).isEqualTo(409);
        assertThat(tooLate.text("/state")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("18.000");
    }

    /** Who is first differs by the seed; whoever wins, the others find that out and no coin is lost. */
    @ParameterizedTest
    @MethodSource("seeds")
    void ofAPaymentACancellationAndTheEndOfItsTimeOneWins(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CustomerRow ann = HUB.customer(store, "20.000");
        int paid = 0;
        for (int round = 0; round < 10; round++) {
            String order = HUB.order(store, ann, "1.000");
            List<Contender> asking = shuffled(random);
            List<Boolean> won = AtOnce.run(asking.size(), n -> switch (asking.get(n)) {
                case DEVICE -> HUB.pay(ann, order).status() == 200;
                case STORE -> HUB.cancel(store, order).status() == 200;
                case TIME -> {
                    HUB.clock.advance(Duration.ofHours(1));
                    HUB.run("expire-orders", "checkout-orders");
                    yield false;
                }
            });
            String status = HUB.shown(store, order).text("/status");
            paid += status.equals("paid") ? 1 : 0;
            assertThat(status).isIn("paid", "cancelled", "expired");
            assertThat(IntStream.range(0, won.size()).filter(n -> won.get(n) && asking.get(n) == Contender.DEVICE))
                    .as("payments of an order that is " + status)
                    .hasSize(status.equals("paid") ? 1 : 0);
            // A second cancellation may find what it wants, or that time was up.
            assertThat(IntStream.range(0, won.size()).anyMatch(n -> won.get(n) && asking.get(n) == Contender.STORE))
                    .isEqualTo(status.equals("cancelled"));
        }
        assertThat(HUB.wallet(ann).balance().minorUnits()).isEqualTo(20_000L - 1_000L * paid);
        assertThat(HUB.events(ann)).hasSize(paid).allMatch("order.paid"::equals);
    }

    private enum Contender {
        DEVICE,
        STORE,
        TIME
    }

    static LongStream seeds() {
        return LongStream.range(1, 9);
    }

    private static List<Contender> shuffled(SplittableRandom random) {
        List<Contender> all = new ArrayList<>(
                List.of(Contender.DEVICE, Contender.DEVICE, Contender.STORE, Contender.STORE, Contender.TIME));
        Collections.shuffle(all, new Random(random.nextLong()));
        return all;
    }

    @Test
    void scenario37_aPaymentThatTheErpRefusesComesBackOnceAndTheOrderIsRejected() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String order = HUB.order(store, ann, "12.500");
        TransferId payment = new TransferId(HUB.pay(ann, order).text("/transferId"));
        HUB.refund(store, order, "R-1", "2.500");

        assertThat(HUB.refused(payment).code()).isEqualTo("TAKEN_BACK");
        assertThat(HUB.refused(payment).code()).isEqualTo("ALREADY_TAKEN_BACK");

        Reply shown = HUB.shown(store, order);
        assertThat(shown.text("/status")).isEqualTo("rejected");
        assertThat(shown.body().has("reversalTransferId")).isTrue();
        assertThat(shown.amount("/refundWaiting")).isEqualTo("0.000");
        assertThat(shown.text("/refunds/0/status")).isEqualTo("dropped");
        assertThat(HUB.runs("settle-refunds", "checkout-refunds")).isZero();
        assertThat(HUB.pay(ann, order).text("/state")).isEqualTo("rejected");
        assertThat(HUB.refund(store, order, "R-2", "1.000").text("/state")).isEqualTo("rejected");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
        assertThat(HUB.events(ann)).containsExactly("order.paid", "payment.reversed");
    }

    @Test
    void anotherOrderStandsWhenTheErpRefusesOne() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String first = HUB.order(store, ann, "1.000");
        TransferId refused = new TransferId(HUB.pay(ann, first).text("/transferId"));
        String second = HUB.paid(store, ann, "2.000");

        HUB.refused(refused);
        HUB.settled(refused, Outcome.DISCARD);

        assertThat(HUB.shown(store, second).text("/status")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("18.000");
    }
}
