package wallethub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.money.Money;

class PaymentEventTests {

    private static final String CAPTURED = """
            {"schema":"payment.event.v1","gateway":"stripe","account":"main-kwd","gatewayEventId":"evt_1",
             "gatewayPaymentId":"pi_1","gatewayCheckoutId":"cs_1","merchantReference":"RCH-1","type":"PAYMENT_CAPTURED",
             "amount":{"value":"5.120","currency":"KWD","minor":5120},
             "cumulative":{"authorised":5120,"captured":5120,"refunded":0},
             "occurredAt":"2026-01-01T00:00:00Z","liveMode":false,"testCode":false,"confirmation":"SIGNED_ONLY"}
            """;

    @Test
    void readsWhatItWrites() {
        PaymentEvent event = read(CAPTURED);
        assertThat(event.captured()).isEqualTo(Money.ofMinor(5120, "KWD"));
        assertThat(PaymentEventJson.read(PaymentEventJson.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"minor\":5120 | \"minor\":5121",
                "\"minor\":5120 | \"minor\":5120.0",
                "\"minor\":5120 | \"minor\":\"5120\"",
                "\"5.120\" | \"5.12\"",
                "KWD | kwd",
                "\"captured\":5120 | \"captured\":-1",
                "\"captured\":5120, | ",
                "payment.event.v1 | payment.event.v2",
                "\"testCode\":false, | \"testCode\":false, \"surprise\":1,",
                "\"testCode\":false, | ",
                "PAYMENT_CAPTURED | PAID",
                "evt_1 | ''"
            })
    void refusesWhatIsNotOne(String good, String bad) {
        String document = CAPTURED.replace(good, bad == null ? "" : bad);
        assertThat(document).isNotEqualTo(CAPTURED);
        assertThatThrownBy(() -> read(document)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PaymentEvent read(String json) {
        return PaymentEventJson.read(json.getBytes(UTF_8));
    }
}
