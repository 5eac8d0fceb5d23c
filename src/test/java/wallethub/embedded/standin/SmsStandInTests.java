package wallethub.embedded.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SmsStandInTests {

    @Test
    void keepsAMessageOncePerKeyAndRefusesANumberThatIsNone() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            assertThat(send(sms, "+96550000001", "k-1")).isEqualTo(202);
            assertThat(send(sms, "+96550000001", "k-1")).isEqualTo(202);
            assertThat(send(sms, "+96550000002", "k-2")).isEqualTo(202);
            assertThat(send(sms, "50000001", "k-3")).isEqualTo(422);
            assertThat(sms.inbox()).hasSize(2);
            assertThat(sms.inbox("+96550000001")).hasSize(1);
        }
    }

    private static int send(SmsStandIn sms, String to, String key) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(sms.url().resolve("/messages"))
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"" + to + "\",\"text\":\"Your code\"}"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
