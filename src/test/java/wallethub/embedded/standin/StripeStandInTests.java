package wallethub.embedded.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripe's own client against the stand-in. */
class StripeStandInTests {

    private static final String SECRET = "whsec_for_this_test_only";

    @TempDir
    private Path directory;

    private HubDouble hub;
    private StripeStandIn stripe;
    private StripeClient client;

    @BeforeEach
    void start() throws Exception {
        hub = new HubDouble();
        open();
    }

    @AfterEach
    void stop() {
        stripe.close();
        hub.close();
    }

    @Test
    void createsASessionAndTellsItsState() throws StripeException {
        Session made = create("RCH-1", 5_120, "k-1");
        Session read = client.v1().checkout().sessions().retrieve(made.getId());
        assertThat(read.getClientReferenceId()).isEqualTo("RCH-1");
        assertThat(read.getAmountTotal()).isEqualTo(5_120);
        assertThat(read.getCurrency()).isEqualTo("kwd");
        assertThat(read.getStatus()).isEqualTo("open");
        assertThat(read.getPaymentStatus()).isEqualTo("unpaid");
        assertThat(read.getPaymentIntent()).isNull();
        assertThat(read.getUrl()).startsWith(stripe.url() + "/c/pay/cs_test_");
    }

    @Test
    void givesTheSameSessionForTheSameKey() throws StripeException {
        Session first = create("RCH-1", 5_120, "k-1");
        Session again = create("RCH-1", 5_120, "k-1");
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(stripe.sessionsFor("RCH-1")).hasSize(1);
    }

    @Test
    void refusesAKeyWithOtherParameters() throws StripeException {
        create("RCH-1", 5_120, "k-1");
        assertThatThrownBy(() -> create("RCH-1", 6_000, "k-1")).isInstanceOf(IdempotencyException.class);
        assertThat(stripe.sessions()).hasSize(1);
    }

    @Test
    void keepsTheSessionWhenItsAnswerIsLost() throws StripeException {
        // Twice: the connection below Stripe's client repeats a POST once by itself.
        stripe.fault(Fault.of(Fault.Mode.COMMIT_THEN_RESET).times(2));
        assertThatThrownBy(() -> create("RCH-1", 5_120, "k-1")).isInstanceOf(ApiConnectionException.class);
        Session again = create("RCH-1", 5_120, "k-1");
        assertThat(stripe.sessionsFor("RCH-1")).hasSize(1);
        assertThat(again.getClientReferenceId()).isEqualTo("RCH-1");
    }

    @Test
    void refusesAThirdDecimalAndAnUnknownSessionAndAWrongKey() {
        assertThatThrownBy(() -> create("RCH-1", 5_124, "k-1")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> client.v1().checkout().sessions().retrieve("cs_test_none"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("resource_missing"));
        stripe.requireKey("sk_test_of_somebody_else");
        assertThatThrownBy(() -> create("RCH-1", 5_120, "k-2")).isInstanceOf(AuthenticationException.class);
        assertThat(stripe.sessions()).isEmpty();
    }

    @Test
    void sendsEventsThatStripesOwnVerificationAccepts() throws Exception {
        Session session = create("RCH-1", 5_120, "k-1");
        stripe.pay(session.getId());
        List<Event> events = events(2);
        assertThat(events)
                .extracting(Event::getType)
                .containsExactly("payment_intent.succeeded", "checkout.session.completed");
        PaymentIntent intent = (PaymentIntent)
                events.getFirst().getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(intent.getAmountReceived()).isEqualTo(5_120);
        assertThat(intent.getMetadata()).containsEntry("reference", "RCH-1");
        Session completed = (Session)
                events.getLast().getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(completed.getPaymentStatus()).isEqualTo("paid");
        assertThat(completed.getPaymentIntent()).isEqualTo(intent.getId());
        assertThat(client.v1().paymentIntents().retrieve(intent.getId()).getStatus())
                .isEqualTo("succeeded");
        assertThat(stripe.captured("KWD")).isEqualTo(5_120);
    }

    @Test
    void sendsCopiesInParallelAndBackwards() throws Exception {
        Session session = create("RCH-1", 5_120, "k-1");
        List<String> ids = stripe.pay(session.getId(), Payment.FULL, Sending.ONCE.backwards());
        assertThat(events(2)).extracting(Event::getId).containsExactly(ids.getLast(), ids.getFirst());
        List<Callback> copies =
                stripe.resend(ids, Sending.ONCE.copies(10).inParallel()).get();
        assertThat(copies).hasSize(20).allMatch(c -> c.state() == Callback.State.DELIVERED);
        assertThat(hub.received()).hasSize(22);
    }

    @Test
    void signsBadlyOnCommand() throws Exception {
        Session session = create("RCH-1", 5_120, "k-1");
        List<String> ids = stripe.pay(session.getId(), Payment.FULL, Sending.LOST);
        hub.answer(401);
        for (Signing bad : List.of(Signing.BAD, Signing.OLD)) {
            List<Callback> sent =
                    stripe.resend(ids.subList(0, 1), Sending.ONCE.signed(bad)).get();
            assertThat(sent).allMatch(c -> c.state() == Callback.State.REFUSED);
            HubDouble.Received received = hub.received().getLast();
            assertThatThrownBy(
                            () -> Webhook.constructEvent(received.body(), received.header("Stripe-signature"), SECRET))
                    .isInstanceOf(SignatureVerificationException.class);
        }
    }

    @Test
    void sendsAgainUntilTheHubTakesItAlsoAfterARestart() throws Exception {
        hub.answer(503);
        Session session = create("RCH-1", 5_120, "k-1");
        List<String> ids = stripe.pay(session.getId());
        await().until(() -> hub.received().size() >= 3);
        stripe.close();
        hub.answer(200);
        open();
        await().until(() -> stripe.callbacks().stream().allMatch(c -> c.state() == Callback.State.DELIVERED));
        assertThat(stripe.callbacks(ids.getFirst())).hasSize(1);
        assertThat(stripe.session(session.getId())).isPresent();
    }

    @Test
    void letsTheCustomerFailAuthoriseAndPayInPart() throws StripeException {
        Session declined = create("RCH-1", 5_000, "k-1");
        stripe.pay(declined.getId(), Payment.of(PayMode.FAIL), Sending.LOST);
        Session after = client.v1().checkout().sessions().retrieve(declined.getId());
        assertThat(after.getStatus()).isEqualTo("open");
        PaymentIntent failed = client.v1().paymentIntents().retrieve(after.getPaymentIntent());
        assertThat(failed.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");

        stripe.pay(declined.getId(), Payment.FULL, Sending.LOST);
        assertThat(client.v1().paymentIntents().retrieve(failed.getId()).getAmountReceived())
                .isEqualTo(5_000);

        Session held = create("RCH-2", 5_000, "k-2");
        stripe.pay(held.getId(), Payment.of(PayMode.AUTHORISE), Sending.LOST);
        String intent = client.v1().checkout().sessions().retrieve(held.getId()).getPaymentIntent();
        assertThat(client.v1().paymentIntents().retrieve(intent).getAmountCapturable())
                .isEqualTo(5_000);
        stripe.capture(intent, 3_000, Sending.LOST);
        assertThat(client.v1().paymentIntents().retrieve(intent).getAmountReceived())
                .isEqualTo(3_000);

        Session parted = create("RCH-3", 5_000, "k-3");
        stripe.pay(parted.getId(), Payment.of(PayMode.PARTIAL).amount(2_000), Sending.LOST);
        PaymentIntent part = client.v1()
                .paymentIntents()
                .retrieve(client.v1()
                        .checkout()
                        .sessions()
                        .retrieve(parted.getId())
                        .getPaymentIntent());
        assertThat(part.getAmount()).isEqualTo(5_000);
        assertThat(part.getAmountReceived()).isEqualTo(2_000);
    }

    @Test
    void takesASecondPaymentAndOneAfterExpiry() throws StripeException {
        Session session = create("RCH-1", 5_000, "k-1");
        stripe.expire(session.getId(), Sending.LOST);
        assertThat(client.v1().checkout().sessions().retrieve(session.getId()).getStatus())
                .isEqualTo("expired");
        stripe.pay(session.getId(), Payment.FULL, Sending.LOST);
        stripe.pay(session.getId(), Payment.of(PayMode.SECOND), Sending.LOST);
        assertThat(stripe.captured("kwd")).isEqualTo(10_000);
    }

    @Test
    void findsSessionsByPaymentOnlyAsStripeDoes() throws StripeException {
        Session session = create("RCH-1", 5_000, "k-1");
        create("RCH-2", 5_000, "k-2");
        stripe.pay(session.getId(), Payment.FULL, Sending.LOST);
        String intent =
                client.v1().checkout().sessions().retrieve(session.getId()).getPaymentIntent();
        var byPayment = client.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder().setPaymentIntent(intent).build());
        assertThat(byPayment.getData()).extracting(Session::getId).containsExactly(session.getId());
        assertThat(client.v1()
                        .checkout()
                        .sessions()
                        .list(SessionListParams.builder().setLimit(1L).build())
                        .getHasMore())
                .isTrue();
        var byReference = SessionListParams.builder()
                .putExtraParam("client_reference_id", "RCH-1")
                .build();
        assertThatThrownBy(() -> client.v1().checkout().sessions().list(byReference))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("parameter_unknown"));
    }

    @Test
    void losesOnlyItsStatusApiOnCommand() throws StripeException {
        Session session = create("RCH-1", 5_000, "k-1");
        stripe.fault(Fault.of(Fault.Mode.DOWN).only(Fault.Scope.READS));
        assertThatThrownBy(() -> client.v1().checkout().sessions().retrieve(session.getId()))
                .isInstanceOf(ApiException.class);
        create("RCH-2", 5_000, "k-2");
        stripe.fault(Fault.of(Fault.Mode.TOO_MANY).times(1));
        assertThatThrownBy(() -> client.v1().checkout().sessions().retrieve(session.getId()))
                .isInstanceOf(RateLimitException.class);
        client.v1().checkout().sessions().retrieve(session.getId());
    }

    private void open() {
        stripe = StripeStandIn.start(0, directory);
        stripe.callback(hub.url(), SECRET);
        client = StripeClient.builder()
                .setApiKey("sk_test_of_this_test")
                .setApiBase(stripe.url().toString())
                .setMaxNetworkRetries(0)
                .build();
    }

    private Session create(String reference, long amount, String key) throws StripeException {
        var price = SessionCreateParams.LineItem.PriceData.builder()
                .setCurrency("kwd")
                .setUnitAmount(amount)
                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                        .setName("Wallet recharge")
                        .build())
                .build();
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(reference)
                .setSuccessUrl("https://portal.example/done")
                .setCancelUrl("https://portal.example/cancelled")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(price)
                        .build())
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putMetadata("reference", reference)
                        .build())
                .build();
        return client.v1()
                .checkout()
                .sessions()
                .create(params, RequestOptions.builder().setIdempotencyKey(key).build());
    }

    private List<Event> events(int count) throws SignatureVerificationException {
        await().until(() -> hub.received().size() >= count);
        assertThat(hub.received()).hasSize(count);
        List<Event> events = new ArrayList<>();
        for (HubDouble.Received received : hub.received()) {
            events.add(Webhook.constructEvent(received.body(), received.header("Stripe-signature"), SECRET));
        }
        return events;
    }
}
