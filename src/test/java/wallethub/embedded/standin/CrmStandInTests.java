package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrmStandInTests {

    private static final byte[] KEY = "thirty two bytes of a test's key".getBytes(UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private HubDouble hub;
    private CrmStandIn crm;

    @BeforeEach
    void start() throws Exception {
        hub = new HubDouble();
        crm = CrmStandIn.start(0);
        crm.callback(hub.url(), SECRET);
    }

    @AfterEach
    void stop() {
        crm.close();
        hub.close();
    }

    @Test
    void signsIdTimeAndBody() throws Exception {
        save("Noor");
        HubDouble.Received received = hub.received().getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        String signed =
                received.header("Webhook-id") + "." + received.header("Webhook-timestamp") + "." + received.body();
        assertThat(received.header("Webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
        assertThat(StandInJson.read(received.body(), CrmCustomer.class))
                .isEqualTo(new CrmCustomer("CRM-1", 1, "Noor", "+96550000001", "ar", "KWD"));
    }

    @Test
    void raisesTheVersionWithEveryChangeAndSendsInAnyOrder() throws Exception {
        save("Noor");
        CrmCustomer old = crm.customer("CRM-1").orElseThrow();
        save("Noor A.");
        crm.send(List.of(old), Sending.ONCE.copies(2)).get();
        assertThat(hub.received().stream().map(r -> version(r.body()))).containsExactly(1L, 2L, 1L, 1L);
        assertThat(crm.customer("CRM-1").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void sendsAgainUntilTheHubTakesIt() throws Exception {
        hub.answer(503);
        save("Noor");
        hub.answer(200);
        await().until(() -> crm.callbacks().getFirst().state() == Callback.State.DELIVERED);
        assertThat(hub.received()).hasSize(2);
        // A copy is the same message: the receiver can tell.
        assertThat(hub.received().getLast().header("Webhook-id"))
                .isEqualTo(hub.received().getFirst().header("Webhook-id"));
    }

    private void save(String name) throws Exception {
        crm.save("CRM-1", name, "+96550000001", "ar", "KWD", Sending.ONCE).get();
    }

    private static long version(String body) {
        try {
            return StandInJson.read(body, CrmCustomer.class).version();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
