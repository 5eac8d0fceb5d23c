package wallethub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.embedded.standin.StripeStandIn;
import wallethub.money.Money;

/** Checkout and look-up against the stand-in, over HTTP with the real client. */
class StripeGatewayTests {

    private final StripeStandIn stripe = StripeStandIn.start(0);
    private final Clock clock = Clock.systemUTC();
    private final GatewayAccounts accounts = GatewayFixture.accounts(clock, stripe.url());
    private final StripeGateway gateway = new StripeGateway(accounts, clock);
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
