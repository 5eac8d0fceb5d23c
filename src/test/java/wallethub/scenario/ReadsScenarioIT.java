package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.scenario.World.Reply;

/** What a customer reads of recharges that were made, paid and told to the ERP. */
class ReadsScenarioIT {

    private final World world = World.one();

    @Test
    void everyReadTellsTheSameOfARecharge() {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "12.350");
        world.stripe.pay(recharge.session());
        world.awaitErp(person, "12.350");

        JsonNode line = world.get(person, "/wallet/transactions").body().at("/items/0");
        assertThat(line.path("reference").asText()).isEqualTo(recharge.reference());
        assertThat(line.path("kind").asText()).isEqualTo("recharge");
        assertThat(line.at("/credit/amount").asText()).isEqualTo("12.350");
        assertThat(line.has("debit")).isFalse();
        assertThat(line.at("/erp/state").asText()).isEqualTo("confirmed");
        assertThat(line.at("/erp/number").asText()).isNotEmpty();

        JsonNode one = world.get(
                        person, "/wallet/transactions/" + line.path("id").asText())
                .body();
        JsonNode document = one.at("/why/document");
        assertThat(one.at("/why/rule").asText()).isEqualTo("recharge");
        assertThat(one.at("/why/text").asText()).contains(recharge.reference());
        assertThat(document.path("type").asText()).isEqualTo("recharge");
        assertThat(document.path("id").asText()).isEqualTo(recharge.id());
        assertThat(document.path("gatewayPaymentId").asText()).startsWith("pi_");
        Reply receipt =
                world.get(person, "/receipts/" + document.path("receiptId").asText());
        assertThat(receipt.body().path("transferId")).isEqualTo(line.path("id"));

        JsonNode home = world.get(person, "/home").body();
        assertThat(home.at("/transactions/0")).isEqualTo(line);
        assertThat(home.at("/recharges/0"))
                .isEqualTo(world.get(person, "/recharges/" + recharge.id()).body());
        assertThat(home.at("/wallet"))
                .isEqualTo(world.get(person, "/wallet/summary").body());
    }

    @Test
    void theHistoryGoesOnByItsCursorAndKnowsStates() {
        Person person = world.person();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(world.recharge(person, "5.000").id());
        }
        world.send(
                person,
                "POST",
                "/api/customer/v1/recharges/" + made.getLast() + "/cancel",
                java.util.Map.of("Idempotency-Key", "cancel-the-first-of-them"),
                null);
        List<String> read = new ArrayList<>();
        String next = "?size=2";
        int pages = 0;
        while (next != null && pages < 10) {
            JsonNode page = world.get(person, "/recharges" + next).body();
            assertThat(page.at("/page/totalItems").asInt()).isEqualTo(5);
            page.path("items").forEach(item -> read.add(item.path("id").asText()));
            next = page.path("next").isMissingNode() ? null : page.path("next").asText();
            pages++;
            // What is made in between is newer than where the list goes on.
            world.recharge(person, "5.000");
        }
        assertThat(read).containsExactlyElementsOf(made);

        JsonNode cancelled = world.get(person, "/recharges?status=cancelled").body();
        assertThat(cancelled.path("items").findValuesAsText("id")).containsExactly(made.getLast());
        assertThat(cancelled.at("/page/totalIsExact").asBoolean()).isTrue();
        String cursor =
                world.get(person, "/recharges?size=2").body().path("next").asText();
        assertThat(world.get(world.person(), "/recharges" + cursor).status()).isEqualTo(422);
        assertThat(world.get(person, "/recharges" + cursor + "&status=failed").status())
                .isEqualTo(422);
    }

    @Test
    void theOptionsNameTheMethodsThatAreOpen() {
        JsonNode options = world.get(world.person(), "/recharge-options?forShortfall=12.345")
                .body();
        assertThat(options.at("/methods/0/method").asText()).isEqualTo("card");
        assertThat(options.at("/methods/0/name").asText()).isEqualTo("Card");
        assertThat(options.at("/prefill/amount/amount").asText()).isEqualTo("12.350");
    }
}
