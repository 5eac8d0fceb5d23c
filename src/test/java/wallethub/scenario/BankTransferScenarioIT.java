package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StaffPermission;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.SmsStandIn;
import wallethub.mapping.Mappings;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Reply;
import wallethub.testing.StaffLogin;

/** A bank transfer on its whole way, over HTTP. */
class BankTransferScenarioIT {

    private final World world = World.one();
    private final StaffLogin maker = staff(StaffPermission.TRANSFER_CONFIRM);
    private final StaffLogin checker =
            staff(StaffPermission.TRANSFER_CONFIRM, StaffPermission.TRANSFER_CONFIRM_APPROVE);

    @AfterEach
    void allIsWell() {
        world.checkLedger();
    }

    @Test
    @DisplayName("41: what came of an announced transfer is credited by two people, posted by the ERP and receipted")
    void scenario41() {
        Person person = world.person();
        Reply announced = world.send(person, "POST", "/api/customer/v1/recharges", key(), """
                {"amount": {"amount": "12.500", "currency": "KWD"}, "method": "bank_transfer"}
                """);
        assertThat(announced.status()).as("%s", announced.body()).isEqualTo(201);
        assertThat(announced.body().path("status").asText()).isEqualTo("awaiting_confirmation");
        String id = announced.body().path("id").asText();
        String reference = announced.body().at("/instructions/reference").asText();
        assertThat(announced.body().at("/instructions/accounts/0/iban").asText())
                .isEqualTo("KW81CBKU0000000000001234560101");
        assertThat(world.get(person, "/recharge-options")
                        .body()
                        .at("/methods/1/method")
                        .asText())
                .isEqualTo("bank_transfer");

        Reply found = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> world.send(maker, "GET", "/bank-transfers?reference=" + reference, Map.of(), null),
                        reply -> reply.status() == 200);
        assertThat(found.body().at("/items/0/id").asText()).isEqualTo(id);
        ZoneId zone = world.hub().getBean(Mappings.class).businessZone();
        Reply asked = world.send(maker, "POST", "/bank-transfers/" + id + "/confirm", key(), """
                {"bankAccount": "kwd", "bankReference": "FT %s", "amount": {"amount": "12.000", "currency": "KWD"},
                 "valueDate": "%s"}
                """.formatted(
                        reference, LocalDate.now(zone)));
        assertThat(asked.status()).as("%s", asked.body()).isEqualTo(202);
        assertThat(world.balance(person)).isEqualTo("0.000");

        Reply approved = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> world.send(
                                checker,
                                "POST",
                                "/approvals/" + asked.body().path("id").asText() + "/approve",
                                Map.of(
                                        "If-Match",
                                        asked.raw().headers().firstValue("ETag").orElseThrow()),
                                null),
                        reply -> reply.status() != 403);
        assertThat(approved.status()).as("%s", approved.body()).isEqualTo(200);

        world.awaitBalance(person, "12.000");
        world.awaitErp(person, "12.000");
        assertThat(world.erp.entriesOf(person.customer().externalId()).stream()
                        .filter(ErpEntry::isPosted)
                        .flatMap(entry -> entry.lines().stream().map(ErpEntry.Line::account)))
                .containsExactly("1102", "2301");
        Reply recharge = world.get(person, "/recharges/" + id);
        assertThat(recharge.body().path("status").asText()).isEqualTo("partially_captured");
        Reply receipt = world.get(
                person, "/receipts/" + recharge.body().path("receiptId").asText());
        assertThat(receipt.body().at("/amount/amount").asText()).isEqualTo("12.000");
        assertThat(receipt.body().path("gateway").asText()).isEqualTo("bank");
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(
                                world.sms.inbox(person.customer().mobile()))
                        .filteredOn(message -> message.key().startsWith("evt_"))
                        .extracting(SmsStandIn.Message::text)
                        .containsExactly("Your wallet was topped up with KWD 12.000. Your balance is now KWD 12.000."));
    }

    private static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    private StaffLogin staff(StaffPermission... permissions) {
        StaffPermission[] all = Arrays.copyOf(permissions, permissions.length + 1);
        all[permissions.length] = StaffPermission.APPROVAL_VIEW;
        return StaffLogin.of(JdbcClient.create(world.database()), all);
    }
}
