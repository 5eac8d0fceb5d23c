package wallethub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.embedded.standin.StripeStandIn;
import wallethub.money.Money;

/** Checkout and look-up against the stand-in, over HTTP with the real client. */
class StripeGatewayTests {

    private final StripeStandIn stripe = StripeStandIn.start(0);
    private final Clock clock = Clock.systemUTC();
    private final GatewayAccounts accounts = GatewayFixture.accounts(clock, stripe.url());
    private final GatewayContacts contacts = new GatewayContacts(clock);
    private final StripeGateway gateway = new StripeGateway(accounts, contacts, clock);
    private final GatewayAccount main = accounts.find("main").orElseThrow();

    @AfterEach
    void stop() {
        stripe.close();
    }

    @Test
    void theSameReferenceIsOneCheckout() {
        CheckoutRequest request = request("RCH-1");
        var first = (CheckoutOutcome.Created) gateway.checkout(main, request);
        assertThat(gateway.checkout(main, request)).isEqualTo(first);
    }

    @Test
    void aQuestionByReferenceFindsTheCheckout() {
        var created = (CheckoutOutcome.Created) gateway.checkout(main, request("RCH-2"));
        var confirmed = (ConfirmOutcome.Confirmed) gateway.confirm(main, question("RCH-2"));
        assertThat(confirmed.event().gatewayCheckoutId()).isEqualTo(created.checkoutId());
        assertThat(confirmed.event().merchantReference()).isEqualTo("RCH-2");
        assertThat(confirmed.event().type()).isEqualTo(PaymentEvent.Type.PAYMENT_PENDING);
    }

    @Test
    void aQuestionAboutNothingIsAnsweredWithNothing() {
        var confirmed = (ConfirmOutcome.Confirmed) gateway.confirm(main, question("RCH-NONE"));
        assertThat(confirmed.event().gatewayCheckoutId()).isNull();
        assertThat(confirmed.event().confirmation()).isEqualTo(PaymentEvent.Confirmation.CONFIRMED_BY_API);
    }

    @Test
    void aGatewayThatIsAwayIsUnavailable() {
        stripe.close();
        assertThat(gateway.confirm(main, question("RCH-3"))).isInstanceOf(ConfirmOutcome.Unavailable.class);
        assertThat(gateway.checkout(main, request("RCH-3"))).isInstanceOf(CheckoutOutcome.Unavailable.class);
    }

    @Test
    void closesAnOpenCheckoutHoweverOftenItIsAsked() {
        var created = (CheckoutOutcome.Created) gateway.checkout(main, request("RCH-4"));
        OpenCheckout checkout = new OpenCheckout("RCH-4", created.checkoutId(), clock.instant());
        assertThat(gateway.expire(main, checkout)).isEqualTo(new ExpireOutcome.Closed());
        assertThat(gateway.expire(main, checkout)).isEqualTo(new ExpireOutcome.Closed());
        assertThat(stripe.session(created.checkoutId())
                        .orElseThrow()
                        .path("status")
                        .asText())
                .isEqualTo("expired");
    }

    @Test
    void closesACheckoutThatIsKnownByItsReferenceOnly() {
        gateway.checkout(main, request("RCH-5"));
        assertThat(gateway.expire(main, new OpenCheckout("RCH-5", null, clock.instant())))
                .isEqualTo(new ExpireOutcome.Closed());
        assertThat(stripe.sessionsFor("RCH-5").getFirst().path("status").asText())
                .isEqualTo("expired");
        assertThat(gateway.expire(main, new OpenCheckout("RCH-NONE", null, clock.instant())))
                .isEqualTo(new ExpireOutcome.Closed());
    }

    @Test
    void aPaidCheckoutIsNotClosedButCompleted() {
        var created = (CheckoutOutcome.Created) gateway.checkout(main, request("RCH-6"));
        stripe.pay(created.checkoutId(), Payment.FULL, Sending.LOST);
        assertThat(gateway.expire(main, new OpenCheckout("RCH-6", created.checkoutId(), clock.instant())))
                .isEqualTo(new ExpireOutcome.Completed());
    }

    @Test
    void aCheckoutThatStripeDoesNotKnowOrCannotAnswerForMayStillBeOpen() {
        OpenCheckout missing = new OpenCheckout("RCH-7", "cs_test_missing", clock.instant());
        assertThat(gateway.expire(main, missing)).isInstanceOf(ExpireOutcome.Unavailable.class);
        stripe.fault(Fault.of(Fault.Mode.DOWN));
        assertThat(gateway.expire(main, missing)).isInstanceOf(ExpireOutcome.Unavailable.class);
    }

    @Test
    void anAnswerLargerThanTheLimitIsNoAnswer() throws Exception {
        byte[] large = ("{\"object\":\"list\",\"padding\":\"" + "x".repeat(StripeHttp.ANSWER_BYTES_MAX) + "\"}")
                .getBytes(UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, large.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(large);
            }
        });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            GatewayAccounts flooded = GatewayFixture.accounts(clock, url);
            assertThat(new StripeGateway(flooded, contacts, clock).confirm(main, question("RCH-8")))
                    .isInstanceOf(ConfirmOutcome.Unavailable.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void healthShowsWhenTheGatewayLastAnsweredAndIsNeverDown() {
        GatewaysHealth health = new GatewaysHealth(accounts, contacts);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        gateway.confirm(main, question("RCH-9"));
        assertThat(String.valueOf(health.health().getDetails().get("main"))).contains("lastSuccess");

        stripe.fault(Fault.of(Fault.Mode.DOWN));
        gateway.confirm(main, question("RCH-9"));
        assertThat(health.health().getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(String.valueOf(health.health().getDetails().get("main"))).contains("HTTP_503");

        stripe.fault(Fault.NONE);
        gateway.confirm(main, question("RCH-9"));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    private static CheckoutRequest request(String reference) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new CheckoutRequest(
                reference,
                Money.ofMinor(12_500, "KWD"),
                "Wallet recharge",
                "https://hub.example/return/" + reference,
                "https://hub.example/return/" + reference,
                now,
                now.plus(Duration.ofHours(1)));
    }

    private static PaymentEvent question(String reference) {
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                "stripe",
                "main",
                "sweep-" + reference,
                null,
                null,
                null,
                reference,
                PaymentEvent.Type.PAYMENT_PENDING,
                null,
                null,
                Instant.now(),
                false,
                false,
                null,
                null,
                PaymentEvent.Confirmation.UNSIGNED,
                null);
    }
}
