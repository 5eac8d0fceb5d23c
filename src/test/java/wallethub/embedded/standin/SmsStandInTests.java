package wallethub.embedded.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.embedded.standin.Fault.Mode;

class SmsStandInTests {

    private static final String MOBILE = "+96550000001";

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void keepsAMessageOncePerKeyAndRefusesANumberThatIsNone() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            HttpResponse<String> first = send(sms, MOBILE, "k-1", "Your code");
            HttpResponse<String> again = send(sms, MOBILE, "k-1", "Another text");
            assertThat(first.statusCode()).isEqualTo(202);
            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(send(sms, "+96550000002", "k-2", "Your code").statusCode())
                    .isEqualTo(202);
            assertThat(send(sms, "50000001", "k-3", "Your code").statusCode()).isEqualTo(422);
            assertThat(sms.inbox()).hasSize(2);
            assertThat(sms.inbox(MOBILE))
                    .singleElement()
                    .satisfies(message -> assertThat(message.text()).isEqualTo("Your code"));
        }
    }

    @Test
    void aRefusedNumberGetsNothingUntilItIsAcceptedAgain() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            sms.refuse(MOBILE);
            HttpResponse<String> refused = send(sms, MOBILE, "k-1", "Your code");
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("NUMBER_REFUSED");
            sms.accept(MOBILE);
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(202);
            assertThat(sms.inbox()).hasSize(1);
        }
    }

    @Test
    void whatWasAcceptedBeforeTheAnswerWasLostIsThereOnce() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            sms.fault(Fault.of(Mode.COMMIT_THEN_RESET).times(1));
            assertThatThrownBy(() -> send(sms, MOBILE, "k-1", "Your code")).isInstanceOf(IOException.class);
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(202);
            assertThat(sms.inbox()).hasSize(1);
        }
    }

    @Test
    void downSlowAndTooManyDoNothingOrDoItLate() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            sms.fault(Fault.of(Mode.TOO_MANY).retryAfter(7).times(1));
            HttpResponse<String> throttled = send(sms, MOBILE, "k-1", "Your code");
            assertThat(throttled.statusCode()).isEqualTo(429);
            assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
            sms.fault(Fault.of(Mode.DOWN).times(1));
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(503);
            assertThat(sms.inbox()).isEmpty();
            sms.fault(Fault.of(Mode.SLOW).lasting(300).times(1));
            long since = System.nanoTime();
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(299));
        }
    }

    @Test
    void withATokenItTakesNoCallWithoutIt() throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0)) {
            sms.requireToken("the-token");
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(401);
            assertThat(sms.inbox()).isEmpty();
        }
    }

    @Test
    void aMessageAndItsKeyOutliveARestart(@TempDir Path directory) throws Exception {
        try (SmsStandIn sms = SmsStandIn.start(0, directory)) {
            send(sms, MOBILE, "k-1", "Your code");
        }
        try (SmsStandIn sms = SmsStandIn.start(0, directory)) {
            assertThat(send(sms, MOBILE, "k-1", "Your code").statusCode()).isEqualTo(202);
            assertThat(sms.inbox()).hasSize(1);
        }
    }

    private HttpResponse<String> send(SmsStandIn sms, String to, String key, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(sms.url().resolve("/messages"))
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("{\"to\":\"" + to + "\",\"text\":\"" + text + "\"}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
