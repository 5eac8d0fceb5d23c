package wallethub.gateway;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeCollection;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stripe: hosted checkout sessions, signed events, the status API of sessions and payment intents.
 *
 * <p>A client is made for each call: it is cheap, carries its own base URL and time-outs, and the key is the one in force.
 */
@Component
class StripeGateway implements GatewayPort {

    static final String NAME = "stripe";
    static final String MAPPING = "stripe.payment-event";
    private static final Logger log = LoggerFactory.getLogger(StripeGateway.class);
    // A session is made within a minute of its reference, or a few minutes later when the customer tries again.
    private static final Duration LOOK_UP_BEFORE = Duration.ofMinutes(1);
    private static final Duration LOOK_UP_AFTER = Duration.ofMinutes(15);
    private static final int LOOK_UP_PAGES_MAX = 20;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private final GatewayAccounts accounts;
    private final GatewayContacts contacts;
    private final Clock clock;

    StripeGateway(GatewayAccounts accounts, GatewayContacts contacts, Clock clock) {
        this.accounts = accounts;
        this.contacts = contacts;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public VerifyOutcome verify(Callback callback) {
        Optional<GatewayAccount> account = accounts.findByEndpoint(NAME, callback.endpointId());
        return account.isEmpty() ? new VerifyOutcome.UnknownEndpoint() : verify(account.get(), callback);
    }

    private VerifyOutcome verify(GatewayAccount account, Callback callback) {
        Optional<StripeSignature> signature = StripeSignature.parse(callback.header("stripe-signature"));
        if (signature.isEmpty()) {
            return new VerifyOutcome.SignatureInvalid(account, "malformed header");
        }
        if (!signature.get().isFresh(clock.instant())) {
            return new VerifyOutcome.SignatureInvalid(account, "time out of tolerance");
        }
        if (!signature.get().isMadeWith(account.secrets(), callback.body())) {
            return new VerifyOutcome.SignatureInvalid(account, "no secret fits");
        }
        StripeEnvelope envelope = StripeEnvelope.of(callback.body());
        if (!envelope.merchant().isEmpty() && !envelope.merchant().equals(account.merchant())) {
            return new VerifyOutcome.SignatureInvalid(account, "the event is of another merchant account");
        }
        String prefix = NAME + "/" + account.id() + "/";
        return new VerifyOutcome.Verified(
                account, prefix + envelope.paymentKey(), prefix + envelope.eventId(), MAPPING);
    }

    /** After an answer that never came: look whether it is there, else once more with the same key, which is safe. */
    @Override
    public CheckoutOutcome checkout(GatewayAccount account, CheckoutRequest request) {
        CheckoutOutcome first = create(account, request);
        if (!(first instanceof CheckoutOutcome.Unavailable)) {
            return first;
        }
        try {
            Optional<Session> found = findByReference(account, request.reference(), request.createdAt());
            return found.isPresent() ? created(found.get()) : create(account, request);
        } catch (StripeException e) {
            return first;
        }
    }

    private CheckoutOutcome create(GatewayAccount account, CheckoutRequest request) {
        try {
            return created(client(account)
                    .v1()
                    .checkout()
                    .sessions()
                    .create(
                            parameters(request),
                            RequestOptions.builder()
                                    .setIdempotencyKey(request.reference())
                                    .build()));
        } catch (StripeException e) {
            return failed(account, e);
        }
    }

    private static SessionCreateParams parameters(CheckoutRequest request) {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(request.reference())
                .putMetadata("reference", request.reference())
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putMetadata("reference", request.reference())
                        .build())
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency(request.amount().currencyCode().toLowerCase(Locale.ROOT))
                                .setUnitAmount(request.amount().minorUnits())
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName(request.description())
                                        .build())
                                .build())
                        .build())
                .setSuccessUrl(request.successUrl())
                .setCancelUrl(request.cancelUrl())
                .setExpiresAt(request.expiresAt().getEpochSecond())
                .build();
    }

    private static CheckoutOutcome created(Session session) {
        return session.getUrl() == null
                ? new CheckoutOutcome.Declined("CHECKOUT_CLOSED")
                : new CheckoutOutcome.Created(session.getId(), session.getUrl());
    }

    private static CheckoutOutcome failed(GatewayAccount account, StripeException e) {
        if (isPassing(e)) {
            return new CheckoutOutcome.Unavailable(code(account, e), retryAfter(e));
        }
        return new CheckoutOutcome.Declined(e.getCode() == null ? "REFUSED" : e.getCode());
    }

    @Override
    public ExpireOutcome expire(GatewayAccount account, OpenCheckout checkout) {
        try {
            if (checkout.checkoutId() != null) {
                return expire(account, checkout.checkoutId());
            }
            Optional<Session> found = findByReference(account, checkout.reference(), checkout.createdAt());
            return found.isPresent() ? expire(account, found.get().getId()) : new ExpireOutcome.Closed();
        } catch (StripeException e) {
            return new ExpireOutcome.Unavailable(code(account, e), retryAfter(e));
        }
    }

    /** Stripe closes only what is open: when it refuses, the session itself says why. */
    private ExpireOutcome expire(GatewayAccount account, String checkoutId) throws StripeException {
        try {
            return ended(client(account).v1().checkout().sessions().expire(checkoutId));
        } catch (StripeException e) {
            if (isPassing(e)) {
                throw e;
            }
            return ended(session(account, checkoutId));
        }
    }

    private static ExpireOutcome ended(@Nullable Session session) {
        return switch (session == null ? "missing" : String.valueOf(session.getStatus())) {
            case "expired" -> new ExpireOutcome.Closed();
            case "complete" -> new ExpireOutcome.Completed();
            // Open although it was told to end, or not there although it was made: nothing is certain.
            default -> new ExpireOutcome.Unavailable("CHECKOUT_NOT_CLOSED", null);
        };
    }

    @Override
    public ConfirmOutcome confirm(GatewayAccount account, PaymentEvent event) {
        try {
            return StripeFacts.confirm(event, ask(account, event));
        } catch (StripeException e) {
            return new ConfirmOutcome.Unavailable(code(account, e), retryAfter(e));
        }
    }

    /** By payment, else by checkout, else by our reference; the surest id that the event has. */
    private StripeFacts ask(GatewayAccount account, PaymentEvent event) throws StripeException {
        boolean checkoutDecides =
                event.type() == PaymentEvent.Type.PAYMENT_EXPIRED && event.gatewayCheckoutId() != null;
        if (event.gatewayPaymentId() != null && !checkoutDecides) {
            return new StripeFacts(null, payment(account, event.gatewayPaymentId()));
        }
        Session session = null;
        if (event.gatewayCheckoutId() != null) {
            session = session(account, event.gatewayCheckoutId());
        } else if (event.merchantReference() != null) {
            session = findByReference(account, event.merchantReference(), event.occurredAt())
                    .orElse(null);
        }
        PaymentIntent payment = session == null || session.getPaymentIntent() == null
                ? null
                : payment(account, session.getPaymentIntent());
        return new StripeFacts(session, payment);
    }

    private @Nullable PaymentIntent payment(GatewayAccount account, String id) throws StripeException {
        try {
            return client(account)
                    .v1()
                    .paymentIntents()
                    .retrieve(
                            id,
                            PaymentIntentRetrieveParams.builder()
                                    .addExpand("latest_charge")
                                    .build());
        } catch (StripeException e) {
            if (isUnknown(e)) {
                return null;
            }
            throw e;
        }
    }

    private @Nullable Session session(GatewayAccount account, String id) throws StripeException {
        try {
            return client(account).v1().checkout().sessions().retrieve(id);
        } catch (StripeException e) {
            if (isUnknown(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Stripe has no look-up by reference; the sessions made in those minutes are listed, up to a limit. */
    private Optional<Session> findByReference(GatewayAccount account, String reference, Instant createdAt)
            throws StripeException {
        SessionListParams.Builder window = SessionListParams.builder()
                .setCreated(SessionListParams.Created.builder()
                        .setGte(createdAt.minus(LOOK_UP_BEFORE).getEpochSecond())
                        .setLte(createdAt.plus(LOOK_UP_AFTER).getEpochSecond())
                        .build())
                .setLimit(100L);
        StripeCollection<Session> page =
                client(account).v1().checkout().sessions().list(window.build());
        for (int pages = 1; ; pages++) {
            for (Session session : page.getData()) {
                if (reference.equals(session.getClientReferenceId())) {
                    return Optional.of(session);
                }
            }
            if (!Boolean.TRUE.equals(page.getHasMore()) || page.getData().isEmpty()) {
                return Optional.empty();
            }
            if (pages == LOOK_UP_PAGES_MAX) {
                throw new ApiConnectionException("look-up of " + reference + " ended at its limit");
            }
            window.setStartingAfter(page.getData().getLast().getId());
            page = client(account).v1().checkout().sessions().list(window.build());
        }
    }

    private static boolean isUnknown(StripeException e) {
        return e.getStatusCode() != null && e.getStatusCode() == NOT_FOUND;
    }

    private StripeClient client(GatewayAccount account) {
        GatewaySettings.Stripe settings = accounts.settings().stripe();
        return StripeClient.builder()
                .setApiKey(account.apiKey())
                .setApiBase(settings.url().toString())
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()))
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeHttp(account.id(), contacts))
                .build();
    }

    /** Everything that is not a plain refusal of this request: no answer, overload, their failure, our key. */
    private static boolean isPassing(StripeException e) {
        Integer status = e.getStatusCode();
        return e instanceof ApiConnectionException
                || e instanceof AuthenticationException
                || e instanceof PermissionException
                || status == null
                || status < 400
                || status == 409
                || status == TOO_MANY
                || status >= 500;
    }

    private static String code(GatewayAccount account, StripeException e) {
        if (e instanceof AuthenticationException || e instanceof PermissionException) {
            log.atError().addKeyValue("account", account.id()).log("the gateway refuses our key");
            return "GATEWAY_REFUSES_OUR_KEY";
        }
        return "GATEWAY_UNAVAILABLE";
    }

    private static @Nullable Duration retryAfter(StripeException e) {
        return e.getStatusCode() != null && e.getStatusCode() == TOO_MANY ? Duration.ofSeconds(5) : null;
    }
}
