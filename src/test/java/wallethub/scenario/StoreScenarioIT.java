package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StoreScope;
import wallethub.embedded.standin.ErpEntry;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.scenario.World.Reply;
import wallethub.testing.StoreLogin;

/** A web shop and its customer over HTTP, with the gateway and the ERP behind: from the link to the last fils of a hold. */
class StoreScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CUSTOMER = "/api/customer/v1";
    private final World world = World.one();
    private final StoreLogin store = StoreLogin.of(JdbcClient.create(world.database()), StoreScope.values());

    @AfterEach
    void booksAgree() {
        world.checkLedger();
    }

    @Test
    void aCustomerWithoutFundsRechargesForAnOrderWhichIsThenPaidRefundedAndAHoldTakenInPart() {
        Person person = world.person();
        assertThat(link(person).status()).isEqualTo(201);
        assertThat(link(person).status()).isEqualTo(200);
        String order = made("/orders", """
                {"reference": "A-1", "customer": "shopper-7", "amount": {"amount": "12.500", "currency": "KWD"},
                 "description": "Coffee", "returnUrl": "https://shop.example/back"}
                """).path("id").asText();
        assertWallet(person, "0.000", "0.000", "0.000");

        JsonNode shortfall = lacks(person, order, "12.500");
        Recharge recharge = rechargeFor(person, shortfall, order);
        assertThat(status(order)).isEqualTo("open");
        world.stripe.pay(recharge.session());
        await().atMost(PATIENCE).until(() -> status(order).equals("paid"));

        assertThat(world.state(recharge)).isEqualTo("succeeded");
        assertWallet(person, "0.000", "0.000", "0.000");
        assertThat(world.get(person, "/orders/" + order).body().path("payable").asBoolean())
                .isFalse();
        world.awaitErp(person, "12.500", "12.500");
        assertThat(entries(person, "wallet-order")).hasSize(1);

        JsonNode refunded = made("/orders/" + order + "/refunds", """
                {"reference": "R-1", "amount": {"amount": "5.000", "currency": "KWD"}, "reason": "one cup was broken"}
                """);
        assertThat(refunded.path("status").asText()).isEqualTo("partially_refunded");
        assertWallet(person, "5.000", "0.000", "5.000");

        String hold = made("/holds", """
                {"reference": "H-1", "customer": "shopper-7", "amount": {"amount": "4.000", "currency": "KWD"}}
                """).path("id").asText();
        assertWallet(person, "5.000", "4.000", "1.000");
        made("/holds/" + hold + "/capture", """
                {"reference": "C-1", "amount": {"amount": "1.500", "currency": "KWD"}, "keepRest": true}
                """);
        assertWallet(person, "3.500", "2.500", "1.000");
        Reply released = asStore("POST", "/holds/" + hold + "/release", null);
        assertThat(released.status()).isEqualTo(200);
        assertThat(released.body().at("/captured/amount").asText()).isEqualTo("1.500");
        assertWallet(person, "3.500", "0.000", "3.500");

        world.awaitErp(person, "12.500", "12.500", "5.000", "1.500");
        assertThat(entries(person, "wallet-order")).hasSize(1);
        assertThat(entries(person, "wallet-order-refund")).hasSize(1);
        assertThat(entries(person, "wallet-hold-capture")).hasSize(1);
    }

    private Reply link(Person person) {
        return asStore("PUT", "/customers/shopper-7", """
                {"customerNumber": "%s", "mobile": "%s", "consentedAt": "2026-01-31T09:30:00Z"}
                """.formatted(
                        person.customer().externalId(), person.customer().mobile()));
    }

    private Reply asStore(String method, String path, @Nullable String body) {
        return world.send(store, method, path, key(), body);
    }

    private static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    private JsonNode made(String path, String body) {
        Reply made = asStore("POST", path, body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body();
    }

    private String status(String order) {
        return asStore("GET", "/orders/" + order, null).body().path("status").asText();
    }

    /** What paying it is refused with: what is missing, and where a recharge is filled in that covers it. */
    private JsonNode lacks(Person person, String order, String amount) {
        Reply refused = world.send(person, "POST", CUSTOMER + "/orders/" + order + "/pay", key(), null);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("code").asText()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.body().at("/shortfall/amount").asText()).isEqualTo(amount);
        return refused.body();
    }

    /** As the portal makes it of what the link fills in. */
    private Recharge rechargeFor(Person person, JsonNode shortfall, String order) {
        String link = shortfall.path("rechargeLink").asText();
        JsonNode prefill =
                world.get(person, link.substring(CUSTOMER.length())).body().path("prefill");
        assertThat(prefill.path("orderId").asText()).isEqualTo(order);
        Reply made = world.send(person, "POST", CUSTOMER + "/recharges", key(), """
                {"amount": %s, "method": "card", "returnUrl": "https://portal.example/done", "orderId": "%s"}
                """.formatted(
                        prefill.path("amount"), prefill.path("orderId").asText()));
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.body().path("amount")).isEqualTo(shortfall.path("shortfall"));
        return world.recharge(person, made);
    }

    private void assertWallet(Person person, String balance, String held, String available) {
        JsonNode wallet = world.get(person, "/wallet").body();
        assertThat(List.of(
                        wallet.at("/balance/amount").asText(),
                        wallet.at("/held/amount").asText(),
                        wallet.at("/available/amount").asText()))
                .containsExactly(balance, held, available);
    }

    private List<ErpEntry> entries(Person person, String kind) {
        return world.erp.entriesOf(person.customer().externalId()).stream()
                .filter(ErpEntry::isPosted)
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }
}
