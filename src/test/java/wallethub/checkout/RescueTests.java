package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.gateway.PaymentEvent;
import wallethub.id.StoreId;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** What a store puts into a wallet because the customer's bank failed: once, within its caps, and back when the bank pays too. */
class RescueTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void anOrderIsRescuedOnceAndThenThePaymentGoesThrough() {
        CustomerRow ann = HUB.customer(store, "1.000");
        String order = HUB.order(store, ann, "12.500");

        Reply made = HUB.rescue(store, order, "12.500");
        Reply again = HUB.rescue(store, order, "12.500");
        Reply other = HUB.rescue(store, order, "12.000");
        Reply paid = HUB.pay(ann, order);

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.text("/rescue/status")).isEqualTo("credited");
        assertThat(again.status()).isEqualTo(200);
        assertThat(other.code()).isEqualTo("REFERENCE_REUSED");
        assertThat(paid.status()).isEqualTo(200);
        assertThat(HUB.balance(ann)).isEqualTo("1.000");
        assertThat(HUB.events(ann)).containsExactly("order.rescued", "order.paid");
        assertThat(HUB.behind
                        .sql("select sum_minor from ledger_v_account_sum where account_id = :id")
                        .param("id", "clearing:rescue:" + store)
                        .query(Long.class)
                        .single())
                .isEqualTo(-12_500);
    }

    @Test
    void aFrozenWalletIsRescued() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "5.000");
        HUB.freeze(ann);

        assertThat(HUB.rescue(store, order, "5.000").status()).isEqualTo(201);
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
    }

    @Test
    void scenario27_whatTheCustomerDisputesAtTheBankIsNotRescuedBesideIt() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "10.000", order);
        HUB.captured(recharge, "10.000", "10.000");
        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_OPENED);

        Reply refused = HUB.rescue(store, order, "5.000");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("STATE_CONFLICT");
        assertThat(refused.text("/state")).isEqualTo("disputed");
        assertThat(HUB.balance(ann)).isEqualTo("10.000");
        assertThat(HUB.count("select count(*) from checkout_rescue_day where store_id = :id", store.text()))
                .isZero();
        HUB.disputed(recharge, "dp_1", PaymentEvent.Type.DISPUTE_WON);
        assertThat(HUB.rescue(store, order, "5.000").status()).isEqualTo(201);
    }

    @Test
    void atMostThePriceAndAtMostWhatTheStoreMayAtATime() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String cheap = HUB.order(store, ann, "5.000");
        String dear = HUB.order(store, ann, "30.000");

        Reply abovePrice = HUB.rescue(store, cheap, "5.001");
        Reply aboveCap = HUB.rescue(store, dear, "20.001");
        Reply nothing = HUB.rescue(store, cheap, "0.000");

        assertThat(abovePrice.code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        assertThat(abovePrice.amount("/limit")).isEqualTo("5.000");
        assertThat(aboveCap.code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        assertThat(aboveCap.amount("/limit")).isEqualTo("20.000");
        assertThat(nothing.code()).isEqualTo("AMOUNT_BELOW_MINIMUM");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.events(ann)).isEmpty();
        assertThat(HUB.count("select count(*) from checkout_rescue_day where store_id = :id", store.text()))
                .isZero();
    }

    @Test
    void aHundredRescuesAtOnceStayWithinTheDayAndANewDayHasRoomAgain() {
        List<CustomerRow> customers = IntStream.range(0, 20)
                .mapToObj(n -> HUB.customer(store, "0.000"))
                .toList();
        List<String> orders = IntStream.range(0, 100)
                .mapToObj(n -> HUB.order(store, customers.get(n % 20), "3.000"))
                .toList();

        List<Reply> replies = AtOnce.run(100, n -> HUB.rescue(store, orders.get(n), "3.000"));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(33);
        assertThat(replies.stream().filter(reply -> reply.status() != 201))
                .extracting(Reply::code)
                .containsOnly("RESCUE_LIMIT_REACHED");
        assertThat(HUB.count("select total_minor from checkout_rescue_day where store_id = :id", store.text()))
                .isEqualTo(99_000);
        String late = orders.get(IntStream.range(0, 100)
                .filter(n -> replies.get(n).status() != 201)
                .findFirst()
                .orElseThrow());
        HUB.clock.advance(Duration.ofDays(1));
        assertThat(HUB.rescue(store, late, "3.000").status()).isEqualTo(201);
    }

    @Test
    void aHundredRequestsForOneRescueCreditItOnce() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "7.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.rescue(store, order, "7.000"));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        assertThat(HUB.balance(ann)).isEqualTo("7.000");
        assertThat(HUB.events(ann)).containsExactly("order.rescued");
    }

    @Test
    void whenTheBankGivesItBackTooTheRescueIsTakenBackOnceIntoDebtAndAFreezeAsWell() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "12.500");
        HUB.rescue(store, order, "12.500");
        HUB.pay(ann, order);
        HUB.freeze(ann);
        assertThat(task(order)).isEqualTo("open");

        List<Reply> replies = AtOnce.run(100, n -> HUB.reverse(store, order));

        assertThat(replies).extracting(Reply::status).containsOnly(200);
        assertThat(replies).extracting(reply -> reply.text("/rescue/status")).containsOnly("reversed");
        assertThat(HUB.balance(ann)).isEqualTo("-12.500");
        assertThat(HUB.wallet(ann).inDebt()).isTrue();
        assertThat(HUB.events(ann)).containsExactly("order.rescued", "order.paid", "order.rescue-reversed");
        assertThat(HUB.event(ann, "order.rescue-reversed").at("/amount/amount").asText())
                .isEqualTo("-12.500");
        assertThat(task(order)).isEqualTo("done by store");
        assertThat(HUB.rescue(store, order, "12.500").text("/rescue/status")).isEqualTo("reversed");
    }

    private static String task(String order) {
        return HUB.behind.sql("""
                        select t.state || coalesce(' by ' || t.done_by, '') from desk_v_task t
                            join checkout_task c on t.source = 'checkout' and c.id = t.task_id
                        where c.order_id = :order
                        """).param("order", order).query(String.class).single();
    }

    @Test
    void whatWasNotRescuedIsNotTakenBack() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "5.000");

        assertThat(HUB.reverse(store, order).code()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("5.000");
    }
}
