package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Currency;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.customer.CustomerErasure;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.mapping.Outcome;
import wallethub.shop.Stores;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** What becomes of an order whose customer, store or bank is not as it was when it was made: no money is doubled or stranded. */
class OrderAftermathTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void nothingIsPutIntoTheWalletOfACustomerWhoWasErased() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String paid = HUB.paid(store, ann, "5.000");
        String over = HUB.order(store, ann, "3.000");
        HUB.cancel(store, over);
        erase(ann);

        Reply refund = HUB.refund(store, paid, "R-1", "5.000");
        Reply rescue = HUB.rescue(store, over, "3.000");

        assertThat(refund.code()).as(refund.body().toString()).isEqualTo("STATE_CONFLICT");
        assertThat(rescue.code()).as(rescue.body().toString()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.count("select count(*) from checkout_rescue_day where store_id = :id", store.text()))
                .isZero();
    }

    @Test
    void aRescueIsNotTakenFromACustomerWhoWasErased() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "3.000");
        HUB.rescue(store, order, "3.000");
        HUB.pay(ann, order);
        erase(ann);

        Reply reversed = HUB.reverse(store, order);

        assertThat(reversed.code()).as(reversed.body().toString()).isEqualTo("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.shown(store, order).text("/rescue/status")).isEqualTo("credited");
    }

    @Test
    void moneyThatComesForACustomerWhoWasErasedWaitsForFinance() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "3.000");
        String recharge = HUB.recharge(ann, "3.000", order);
        HUB.cancel(store, order);
        HUB.behind
                .sql("update recharge_recharge set state = 'expired' where reference = :reference")
                .param("reference", recharge)
                .update();
        erase(ann);

        HUB.captured(recharge, "3.000", "3.000");

        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.behind
                        .sql("""
                                select p.reason from recharge_park p join recharge_recharge r on r.id = p.recharge_id
                                where r.reference = :reference
                                """)
                        .param("reference", recharge)
                        .query(String.class)
                        .list())
                .containsExactly("CUSTOMER_ERASED");
    }

    /** All that hinders is over: the ERP has everything, and everybody who wanted to know was told. */
    private static void erase(CustomerRow customer) {
        HUB.behind
                .sql("select id from ledger_transfer where wallet_id = :wallet")
                .param("wallet", customer.wallet().text())
                .query(String.class)
                .list()
                .forEach(id -> HUB.settled(new TransferId(id), Outcome.SUCCESS));
        HUB.behind.sql("""
                        insert into lane_done (target, shard, id, outcome)
                        select t.id, e.shard, e.id, 'S' from lane_event e join lane_target t on e.targets & t.bit <> 0
                        where e.key = :key
                        """).param("key", customer.wallet().text()).update();
        CustomerErasure erasure = HUB.context.getBean(CustomerErasure.class);
        assertThat(HUB.inSystem(() -> erasure.erase(customer.id()))).isInstanceOf(CustomerErasure.Outcome.Erased.class);
    }

    @Test
    void aBankThatComesLateWithTheMoneyOfARescueTakesTheRescueBack() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.clock.advance(Duration.ofMinutes(5));
        HUB.rescue(store, order, "7.500");
        HUB.pay(ann, order);

        HUB.captured(recharge, "7.500", "7.500");
        HUB.captured(recharge, "7.500", "7.500");

        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.events(ann))
                .containsExactly("order.rescued", "order.paid", "recharge.succeeded", "order.rescue-reversed");
        assertThat(HUB.shown(store, order).text("/rescue/status")).isEqualTo("reversed");
        assertThat(HUB.reverse(store, order).status()).isEqualTo(200);
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
    }

    @Test
    void theLateMoneyPaysTheOrderThatTheRescueWasToPay() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.clock.advance(Duration.ofMinutes(5));
        HUB.rescue(store, order, "7.500");

        HUB.captured(recharge, "7.500", "7.500");

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("paid");
        assertThat(HUB.shown(store, order).text("/rescue/status")).isEqualTo("reversed");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
    }

    @Test
    void anOrderThatIsPaidNeedsNoRescue() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.paid(store, ann, "5.000");

        assertThat(HUB.rescue(store, order, "5.000").code()).isEqualTo("STATE_CONFLICT");

        assertThat(HUB.balance(ann)).isEqualTo("0.000");
    }

    @Test
    void ofARescueAndTheBankThatComesInTheSameMomentOneStays() {
        for (int round = 0; round < 20; round++) {
            CustomerRow ann = HUB.customer(store, "5.000");
            String order = HUB.order(store, ann, "5.500");
            String recharge = HUB.recharge(ann, "0.500", order);
            HUB.clock.advance(Duration.ofSeconds(1));

            AtOnce.run(
                    2,
                    n -> n == 0
                            ? HUB.rescue(store, order, "0.500").code()
                            : HUB.captured(recharge, "0.500", "0.500").code());

            assertThat(HUB.shown(store, order).text("/status")).isEqualTo("paid");
            assertThat(HUB.balance(ann)).isEqualTo("0.000");
        }
    }

    @Test
    void aNewRechargeAfterTheRescueIsMoneyOfItsOwn() {
        CustomerRow ann = HUB.customer(store, "0.000");
        String order = HUB.order(store, ann, "12.500");
        HUB.rescue(store, order, "7.500");
        HUB.clock.advance(Duration.ofMinutes(5));

        HUB.captured(HUB.recharge(ann, "7.500", order), "7.500", "7.500");

        assertThat(HUB.shown(store, order).text("/rescue/status")).isEqualTo("credited");
        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("2.500");
    }

    @Test
    void aStoreThatWasClosedIsPaidNothing() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "5.000");
        String dear = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", dear);
        closeStore();

        Reply paid = HUB.pay(ann, order);
        Reply shown = HUB.get(CheckoutFixture.caller(ann), "get-order", "/orders/" + order);
        Reply wish = HUB.post(CheckoutFixture.caller(ann), "create-recharge", "/recharges", """
                {"amount": {"amount": "7.500", "currency": "KWD"}, "method": "bank_transfer", "orderId": "%s"}
                """.formatted(dear));
        HUB.captured(recharge, "7.500", "7.500");

        assertThat(paid.code()).as(paid.body().toString()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(shown.body().path("payable").asBoolean()).isFalse();
        assertThat(shown.text("/obstacle")).isEqualTo("STORE_CLOSED");
        assertThat(wish.code()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(HUB.balance(ann)).isEqualTo("12.500");
        assertThat(HUB.event(ann, "order.not-paid").path("code").asText()).isEqualTo("STORE_CLOSED");
    }

    private void closeStore() {
        HUB.behind
                .sql("update shop_store set open = false, version = version + 1 where id = :id")
                .param("id", store.text())
                .update();
        Stores seen = HUB.context.getBean(Stores.class);
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> !seen.find(store).orElseThrow().open());
    }

    /** The CRM says that they are one; their wallets cannot be. */
    @Test
    void whatIsGivenBackOfAMergedCustomersOrderComesInItsOwnCurrency() {
        CustomerRow ann = HUB.customer(store, "9.000");
        String paid = HUB.paid(store, ann, "5.000");
        String waits = HUB.order(store, ann, "4.000");
        TransferId payment = new TransferId(HUB.pay(ann, waits).text("/transferId"));
        assertThat(HUB.refund(store, waits, "R-1", "4.000").text("/refunds/0/status"))
                .isEqualTo("waiting");
        String over = HUB.order(store, ann, "1.000");
        HUB.cancel(store, over);
        mergeIntoDollars(ann);
        HUB.settled(payment, Outcome.SUCCESS);

        Reply refund = HUB.refund(store, paid, "R-2", "5.000");
        int settled = HUB.runs("settle-refunds", "checkout-refunds");
        Reply rescue = HUB.rescue(store, over, "1.000");
        Reply reversed = HUB.reverse(store, over);

        assertThat(refund.status()).as(refund.body().toString()).isEqualTo(201);
        assertThat(settled).isOne();
        assertThat(rescue.status()).as(rescue.body().toString()).isEqualTo(201);
        assertThat(reversed.status()).as(reversed.body().toString()).isEqualTo(200);
        assertThat(HUB.balance(ann)).isEqualTo("9.000");
    }

    private static void mergeIntoDollars(CustomerRow customer) {
        CustomerRow survivor = CustomerRow.of("+96550009999");
        survivor.insert(HUB.behind);
        HUB.behind
                .sql("update customer_mirror set currency = 'USD' where id = :id")
                .param("id", survivor.id().text())
                .update();
        HUB.inSystem(() -> {
            HUB.ledger.openWallet(survivor.wallet(), survivor.id(), Currency.getInstance("USD"));
            return survivor;
        });
        HUB.behind
                .sql("insert into customer_alias values (:alias, :survivor, 1, now())")
                .param("alias", customer.externalId())
                .param("survivor", survivor.id().text())
                .update();
    }
}
