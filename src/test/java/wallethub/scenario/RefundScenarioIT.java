package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StaffPermission;
import wallethub.embedded.standin.SmsStandIn.Message;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Reply;
import wallethub.testing.StaffLogin;

/** A refund to the wallet on its whole way, over HTTP: who gave it back, what the ERP has, and what the customer is told. */
class RefundScenarioIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final World world = World.one();
    private final StaffLogin maker = StaffLogin.of(
            JdbcClient.create(world.database()), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_REQUEST);
    private final StaffLogin checker = StaffLogin.of(
            JdbcClient.create(world.database()), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);

    @AfterEach
    void allIsWell() {
        world.checkLedger();
    }

    @Test
    @DisplayName("a refund is told once, in the customer's language; one that is turned down is not told")
    void isToldOnce() {
        Person person = world.person("en");
        Reply unwanted = asked(person, "3.000");
        assertThat(decided(unwanted, "reject", Map.of()).status()).isEqualTo(200);

        Reply wanted = asked(person, "4.500");
        assertThat(told(person)).isEmpty();
        Map<String, String> seen =
                Map.of("If-Match", wanted.raw().headers().firstValue("ETag").orElseThrow());
        assertThat(decided(wanted, "approve", seen).status()).isEqualTo(200);
        // As after an answer that was lost.
        assertThat(decided(wanted, "approve", seen).status()).isEqualTo(200);

        world.awaitBalance(person, "4.500");
        world.awaitErp(person, "4.500");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told(person)).isNotEmpty());
        assertThat(told(person))
                .containsExactly("KWD 4.500 was refunded to your wallet. Your balance is now KWD 4.500.");
        assertThat(JdbcClient.create(world.database())
                        .sql(
                                "select mapping || ' ' || state from lane_v_delivery where lane = 'messages' and key = :key")
                        .param("key", person.customer().wallet().text())
                        .query(String.class)
                        .list())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("notify.wallet-refunded ");
    }

    private Reply asked(Person person, String amount) {
        Reply reply = await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> world.send(
                                maker,
                                "POST",
                                "/refunds",
                                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                                """
                                {"customerId": "%s", "amount": {"amount": "%s", "currency": "KWD"}, "reason": "not delivered"}
                                """.formatted(person.id(), amount)),
                        answer -> answer.status() != 403);
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(202);
        return reply;
    }

    private Reply decided(Reply asked, String verb, Map<String, String> headers) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> world.send(
                                checker,
                                "POST",
                                "/approvals/" + asked.body().path("id").asText() + "/" + verb,
                                headers,
                                verb.equals("reject") ? "{\"reason\": \"not ours\"}" : null),
                        answer -> answer.status() != 403);
    }

    /** But for the code he logged in with. */
    private List<String> told(Person person) {
        return world.sms.inbox(person.customer().mobile()).stream()
                .filter(message -> message.key().startsWith("evt_"))
                .map(Message::text)
                .toList();
    }
}
