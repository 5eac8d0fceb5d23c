package wallethub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.net.Webhook;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures are made by stripe-java, so that both sides were not written by us. */
class StripeVerificationTests {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String BODY = """
            {"id":"evt_1","object":"event","type":"payment_intent.succeeded","livemode":false,
             "data":{"object":{"id":"pi_1","object":"payment_intent","metadata":{"reference":"RCH-1"}}}}
            """;

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final StripeGateway gateway =
            new StripeGateway(GatewayFixture.accounts(clock), new GatewayContacts(clock), clock);

    @ParameterizedTest
    @ValueSource(strings = {GatewayFixture.OLD_SECRET, GatewayFixture.NEW_SECRET})
    void takesACallbackSignedWithEitherSecretOfARotation(String secret) {
        var outcome = (VerifyOutcome.Verified) verify(GatewayFixture.MAIN_ENDPOINT, BODY, header(secret, BODY, 0));
        assertThat(outcome.account().id()).isEqualTo("main");
        assertThat(outcome.orderingKey()).isEqualTo("stripe/main/pi_1");
        assertThat(outcome.idempotencyKey()).isEqualTo("stripe/main/evt_1");
        assertThat(outcome.mapping()).isEqualTo("stripe.payment-event");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -1, 0, 1, 300})
    void takesATimeWithinTheTolerance(long seconds) {
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY, header(GatewayFixture.OLD_SECRET, BODY, seconds)))
                .isInstanceOf(VerifyOutcome.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400, 400_000_000L})
    void refusesATimeOutOfTheToleranceOnBothSides(long seconds) {
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY, header(GatewayFixture.OLD_SECRET, BODY, seconds)))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
    }

    @Test
    void refusesAnotherAccountsSignature() {
        String header = header(GatewayFixture.OTHER_SECRET, BODY, 0);
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY, header))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
        assertThat(verify(GatewayFixture.OTHER_ENDPOINT, BODY, header)).isInstanceOf(VerifyOutcome.Verified.class);
    }

    @Test
    void refusesAnEventOfAnotherMerchantAccount() {
        String body = BODY.replace("\"object\":\"event\"", "\"object\":\"event\",\"account\":\"acct_else\"");
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, body, header(GatewayFixture.OLD_SECRET, body, 0)))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
    }

    @Test
    void refusesABodyThatWasTouched() {
        String header = header(GatewayFixture.OLD_SECRET, BODY, 0);
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY + " ", header))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, "", header)).isInstanceOf(VerifyOutcome.SignatureInvalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ep-main", "EP-MAIN-0123456789ABCDEF", "ep-main-0123456789abcdef/", "../x", "\u0000"})
    void knowsNoOtherEndpoint(String endpoint) {
        assertThat(verify(endpoint, BODY, header(GatewayFixture.OLD_SECRET, BODY, 0)))
                .isInstanceOf(VerifyOutcome.UnknownEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "=",
                "t",
                "t=",
                "v1",
                "t=abc,v1=SIG",
                "t=,v1=SIG",
                "t,v1=SIG",
                "t=NOW,v1",
                "t=NOW,v1=",
                "t=NOW,v1=abc",
                "t=NOW",
                "v1=SIG",
                "t=NOW,t=NOW,v1=SIG",
                "t=-NOW,v1=SIG",
                "t=NOW.0,v1=SIG",
                "t=99999999999999999999999,v1=SIG",
                "t=NOW,v0=SIG",
                "t=NOW,V1=SIG",
                "t=NOW, v1=SIG",
                "t=NOW;v1=SIG",
                "t=١٧٧٢٣٥٩٢٠٠,v1=SIG",
                "t=NOW,v1=UPPER",
                "t=NOW,v1=SIG,v1=short",
                "t=NOW,v1=SIG,,",
                "LONG"
            })
    void refusesAMalformedHeader(String template) {
        String good = header(GatewayFixture.OLD_SECRET, BODY, 0);
        String signature = good.substring(good.indexOf("v1=") + 3);
        String header = template.replace("NOW", Long.toString(NOW.getEpochSecond()))
                .replace("SIG", signature)
                .replace("UPPER", signature.toUpperCase(java.util.Locale.ROOT))
                .replace("LONG", good + ",v2=" + "a".repeat(2_000));
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY, header))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
    }

    @Test
    void refusesNoHeaderAndTwoHeaders() {
        String good = header(GatewayFixture.OLD_SECRET, BODY, 0);
        assertThat(gateway.verify(new Callback(GatewayFixture.MAIN_ENDPOINT, BODY.getBytes(UTF_8), Map.of())))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
        assertThat(gateway.verify(new Callback(
                        GatewayFixture.MAIN_ENDPOINT,
                        BODY.getBytes(UTF_8),
                        Map.of("Stripe-Signature", List.of(good, good)))))
                .isInstanceOf(VerifyOutcome.SignatureInvalid.class);
    }

    @Test
    void passesOverSchemesItDoesNotKnow() {
        String good = header(GatewayFixture.OLD_SECRET, BODY, 0);
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, BODY, good + ",v0=6ffbb59b2300aae63f272406069a9788598b792a"))
                .isInstanceOf(VerifyOutcome.Verified.class);
    }

    /** What Stripe signed is stored, whatever it is: its retries end with our 200. */
    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{", "\"evt\"", "{\"id\":7}", "{\"id\":\"a b\"}"})
    void storesWhatItCannotReadUnderItsOwnHash(String body) {
        var outcome = (VerifyOutcome.Verified)
                verify(GatewayFixture.MAIN_ENDPOINT, body, header(GatewayFixture.OLD_SECRET, body, 0));
        assertThat(outcome.idempotencyKey()).matches("stripe/main/unreadable-[0-9a-f]{64}");
        assertThat(outcome.orderingKey()).isEqualTo(outcome.idempotencyKey());
    }

    @Test
    void storesADocumentNestedTooDeeply() {
        String body = "[".repeat(100_000);
        assertThat(verify(GatewayFixture.MAIN_ENDPOINT, body, header(GatewayFixture.OLD_SECRET, body, 0)))
                .isInstanceOf(VerifyOutcome.Verified.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'object':'payment_intent','id':'pi_1'} | pi_1",
                "{'object':'checkout.session','id':'cs_1','payment_intent':'pi_1','client_reference_id':'RCH-1'} | pi_1",
                "{'object':'checkout.session','id':'cs_1','payment_intent':{'id':'pi_1'}} | pi_1",
                "{'object':'checkout.session','id':'cs_1','payment_intent':null,'client_reference_id':'RCH-1'} | RCH-1",
                "{'object':'charge','id':'ch_1','payment_intent':'pi_1'} | pi_1",
                "{'object':'charge','id':'ch_1','payment_intent':null,'metadata':{'reference':'RCH-1'}} | RCH-1",
                "{'object':'plan','id':'price_1'} | price_1",
                "{'object':'plan'} | evt_1"
            })
    void ordersByPaymentThenReferenceThenObject(String object, String key) {
        String body = "{\"id\":\"evt_1\",\"data\":{\"object\":" + object.replace('\'', '"') + "}}";
        var outcome = (VerifyOutcome.Verified)
                verify(GatewayFixture.MAIN_ENDPOINT, body, header(GatewayFixture.OLD_SECRET, body, 0));
        assertThat(outcome.orderingKey()).isEqualTo("stripe/main/" + key);
    }

    private VerifyOutcome verify(String endpoint, String body, String header) {
        return gateway.verify(
                new Callback(endpoint, body.getBytes(UTF_8), Map.of("Stripe-Signature", List.of(header))));
    }

    private static String header(String secret, String body, long secondsFromNow) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, NOW.getEpochSecond() + secondsFromNow);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
