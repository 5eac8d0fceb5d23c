package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.checkout.CheckoutFixture.caller;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** The recharge that an order waits for pays it in the moment in which it is credited; or leaves its money, and says so. */
class RechargedOrderTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void aRechargeForAnOrderPaysItWhenItIsCreditedOnce() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);

        List<String> codes =
                AtOnce.run(100, n -> HUB.captured(recharge, "7.500", "7.500").code());

        assertThat(codes).containsOnlyOnce("CREDITED").containsOnly("CREDITED", "UNCHANGED");
        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
        assertThat(HUB.events(ann)).containsExactly("recharge.succeeded", "order.paid");
    }

    @Test
    void aRechargeForNoOrderPaysNone() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");

        HUB.captured(HUB.recharge(ann, "7.500", null), "7.500", "7.500");

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("open");
        assertThat(HUB.balance(ann)).isEqualTo("12.500");
        assertThat(HUB.events(ann)).containsExactly("recharge.succeeded");
    }

    @Test
    void moneyForACancelledOrderStaysInTheWalletAndTheCustomerIsTold() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.cancel(store, order);

        HUB.captured(recharge, "7.500", "7.500");

        assertUnpaid(ann, order, "cancelled", "ORDER_CANCELLED");
    }

    @Test
    void moneyForAnOrderWhoseTimeIsOverStaysInTheWallet() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.clock.advance(Duration.ofHours(1));

        HUB.captured(recharge, "7.500", "7.500");

        assertUnpaid(ann, order, "expired", "ORDER_EXPIRED");
    }

    @Test
    void moneyThatDoesNotCoverThePriceAnyMoreStaysInTheWallet() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.paid(store, ann, "0.001");

        HUB.captured(recharge, "7.500", "7.500");

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("open");
        assertThat(HUB.balance(ann)).isEqualTo("12.499");
        assertThat(HUB.event(ann, "order.not-paid").path("code").asText()).isEqualTo("INSUFFICIENT_FUNDS");
        HUB.credit(ann, "0.001");
        assertThat(HUB.pay(ann, order).status()).isEqualTo(200);
    }

    @Test
    void aFrozenWalletIsCreditedAndPaysNothing() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.freeze(ann);

        HUB.captured(recharge, "7.500", "7.500");

        assertUnpaid(ann, order, "open", "WALLET_FROZEN");
    }

    private void assertUnpaid(CustomerRow customer, String order, String status, String code) {
        assertThat(HUB.shown(store, order).text("/status")).isEqualTo(status);
        assertThat(HUB.balance(customer)).isEqualTo("12.500");
        assertThat(HUB.events(customer)).containsExactly("recharge.succeeded", "order.not-paid");
        assertThat(HUB.event(customer, "order.not-paid").path("code").asText()).isEqualTo(code);
        assertThat(HUB.event(customer, "order.not-paid").path("orderId").asText())
                .isEqualTo(order);
    }

    @Test
    void whoPaidTheOrderHimselfMeanwhileHasTheMoneyInTheWallet() {
        CustomerRow ann = HUB.customer(store, "12.500");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);
        HUB.pay(ann, order);

        HUB.captured(recharge, "7.500", "7.500");

        assertThat(HUB.balance(ann)).isEqualTo("7.500");
        assertThat(HUB.events(ann)).containsExactly("order.paid", "recharge.succeeded");
    }

    @Test
    void moneyThatComesInPartsPaysWhenItIsEnough() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");
        String recharge = HUB.recharge(ann, "7.500", order);

        HUB.captured(recharge, "7.500", "3.000");
        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("open");
        HUB.captured(recharge, "7.500", "7.500");

        assertThat(HUB.shown(store, order).text("/status")).isEqualTo("paid");
        assertThat(HUB.balance(ann)).isEqualTo("0.000");
    }

    /** Two ways to pay and one to cancel at the same moment: paid once or not at all, and every coin is there. */
    @Test
    void ofTheRechargeTheCustomerAndTheStoreOneWins() {
        for (int round = 0; round < 30; round++) {
            CustomerRow ann = HUB.customer(store, "12.500");
            String order = HUB.order(store, ann, "12.500");
            String recharge = HUB.recharge(ann, "7.500", order);

            AtOnce.run(3, n -> switch (n) {
                case 0 -> HUB.captured(recharge, "7.500", "7.500").code();
                case 1 -> HUB.pay(ann, order).code();
                default -> HUB.cancel(store, order).code();
            });

            String status = HUB.shown(store, order).text("/status");
            assertThat(status).isIn("paid", "cancelled");
            assertThat(HUB.balance(ann)).isEqualTo(status.equals("paid") ? "7.500" : "20.000");
        }
    }

    @Test
    void aBankTransferIsAnnouncedForAnOrderToo() {
        CustomerRow ann = HUB.customer(store, "5.000");
        String order = HUB.order(store, ann, "12.500");

        Reply made = HUB.post(caller(ann), "create-recharge", "/recharges", wish(order));

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.text("/orderId")).isEqualTo(order);
        assertThat(HUB.get(caller(ann), "get-recharge", "/recharges/" + made.text("/id"))
                        .text("/orderId"))
                .isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another's", "cancelled", "unheard of"})
    void noRechargeIsMadeForAnOrderThatTheCallerCannotPay(String which) {
        CustomerRow ann = HUB.customer(store, "5.000");
        CustomerRow bob = HUB.customer(store, "5.000");
        String order = switch (which) {
            case "another's" -> HUB.order(store, bob, "12.500");
            case "cancelled" ->
                HUB.cancel(store, HUB.order(store, ann, "12.500")).text("/id");
            default -> OrderId.next().text();
        };

        Reply refused = HUB.post(caller(ann), "create-recharge", "/recharges", wish(order));

        assertThat(refused.code()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(HUB.count(
                        "select count(*) from recharge_recharge where customer_id = :id",
                        ann.id().text()))
                .isZero();
    }

    private static String wish(String order) {
        return """
                {"amount": {"amount": "7.500", "currency": "KWD"}, "method": "bank_transfer", "orderId": "%s"}
                """.formatted(order);
    }
}
