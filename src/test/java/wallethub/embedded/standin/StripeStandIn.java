package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.Stripe;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stripe as the hub sees it: hosted checkout, status API, idempotency keys, signed webhooks until a 2xx, and a customer
 * who does on command what customers do.
 */
public final class StripeStandIn extends StandIn {

    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String INTENTS = "/v1/payment_intents";
    private static final String EVENTS = "/v1/events";
    private static final String CHARGES = "/v1/charges/";
    private static final String PAGE = "/c/pay/";
    private static final Set<String> THREE_DECIMALS = Set.of("bhd", "jod", "kwd", "omr", "tnd");
    private static final Set<String> SESSION_LIST_PARAMETERS = Set.of(
            "payment_intent",
            "limit",
            "starting_after",
            "ending_before",
            "status",
            "customer",
            "created[gt]",
            "created[gte]",
            "created[lt]",
            "created[lte]");

    /** The first answer to an idempotency key, and what it was asked. */
    private record Kept(String fingerprint, Reply reply) {}

    private final StripeBook book;
    private final DurableMap<Kept> keys;
    private final StripeSigner signer = new StripeSigner();
    private final CallbackSender callbacks;
    private volatile @Nullable String apiKey;

    private StripeStandIn(int port, @Nullable Path directory) {
        super("stripe", port);
        book = new StripeBook(directory, Stripe.API_VERSION);
        keys = DurableMap.open(directory, "stripe-idempotency-keys", Kept.class);
        callbacks = new CallbackSender(directory, "stripe-callbacks", signer);
    }

    public static StripeStandIn start(int port) {
        return start(port, null);
    }

    /** Keeps sessions, payments and unsent callbacks in {@code directory}. */
    public static StripeStandIn start(int port, @Nullable Path directory) {
        StripeStandIn stripe = new StripeStandIn(port, directory);
        stripe.listen();
        return stripe;
    }

    /** Where callbacks go, and the live secrets that sign them. */
    public void callback(URI hub, String... secrets) {
        signer.secrets(List.of(secrets));
        callbacks.target(hub);
    }

    /** From now on only this API key is let in; without it any key that starts with {@code sk_} is. */
    public void requireKey(String only) {
        apiKey = only;
    }

    /** The customer pays all of it; both events are sent once. */
    public List<String> pay(String sessionId) {
        return pay(sessionId, Payment.FULL, Sending.ONCE);
    }

    /** The ids of the events, in the order in which they happened. */
    public List<String> pay(String sessionId, Payment payment, Sending how) {
        List<ObjectNode> events = step(() -> book.pay(sessionId, payment));
        dispatch(chosen(events, payment.events()), how);
        return ids(events);
    }

    public List<String> capture(String paymentIntentId, long amount, Sending how) {
        return stepAndSend(() -> book.capture(paymentIntentId, amount), how);
    }

    public List<String> expire(String sessionId, Sending how) {
        return stepAndSend(() -> book.expire(sessionId), how);
    }

    /** Sends events again; completes when each copy had its first answer. */
    public CompletableFuture<List<Callback>> resend(List<String> eventIds, Sending how) {
        List<ObjectNode> events = eventIds.stream()
                .map(id -> book.event(id).orElseThrow(() -> StripeBook.missing("event", id)))
                .toList();
        return send(events, how);
    }

    /** Signs and sends a document of the caller's making, whatever it says. */
    public CompletableFuture<List<Callback>> sendRaw(String messageId, String body, Sending how) {
        return callbacks.send(List.of(new CallbackSender.Message(messageId, body)), how);
    }

    public List<Callback> callbacks() {
        return callbacks.all();
    }

    public List<Callback> callbacks(String eventId) {
        return callbacks.of(eventId);
    }

    public synchronized List<JsonNode> sessions() {
        return List.copyOf(book.sessions());
    }

    public synchronized Optional<JsonNode> session(String id) {
        return book.session(id).map(session -> session);
    }

    /** The sessions made for one of our references; more than one is a second checkout. */
    public List<JsonNode> sessionsFor(String reference) {
        return sessions().stream()
                .filter(s -> StripeBook.text(s, "client_reference_id").equals(reference))
                .toList();
    }

    public synchronized Optional<JsonNode> paymentIntent(String id) {
        return book.intent(id).map(intent -> intent);
    }

    public synchronized JsonNode event(String id) {
        return book.event(id).orElseThrow(() -> StripeBook.missing("event", id));
    }

    /** What all payments captured together, in minor units of one currency. */
    public synchronized long captured(String currency) {
        return book.intents().stream()
                .filter(intent -> StripeBook.text(intent, "currency").equalsIgnoreCase(currency))
                .mapToLong(intent -> intent.path("amount_received").asLong())
                .sum();
    }

    @Override
    public void close() {
        callbacks.close();
        super.close();
        book.close();
        keys.close();
    }

    @Override
    synchronized Reply answer(Call call, Fault current) {
        if (call.path().startsWith(PAGE) && call.reads()) {
            return Reply.html(200, page(call.after(PAGE)));
        }
        checkKey(call);
        Reply reply = call.method().equals("POST") ? once(call) : read(call);
        return reply.with("Request-Id", StripeObjects.id("req_", 14)).with("Stripe-Version", Stripe.API_VERSION);
    }

    private void checkKey(Call call) {
        String given = call.header("Authorization").orElse("");
        String only = apiKey;
        boolean right = only == null ? given.startsWith("Bearer sk_") : given.equals("Bearer " + only);
        if (!right) {
            String message = given.isEmpty() ? "You did not provide an API key." : "Invalid API Key provided";
            throw new RefusedException(StripeObjects.error(401, "invalid_request_error", null, message, null));
        }
    }

    /** Stripe keeps the first answer of a key, errors of content too, and refuses the key for anything else. */
    private Reply once(Call call) {
        String key = call.header("Idempotency-Key").orElse("");
        if (key.isEmpty()) {
            return write(call);
        }
        String fingerprint = call.path() + call.form().canonical();
        Optional<Kept> kept = keys.get(key);
        if (kept.isPresent()) {
            return kept.get().fingerprint().equals(fingerprint)
                    ? kept.get().reply().with("Idempotent-Replayed", "true")
                    : reused(key);
        }
        Reply reply = refusable(() -> write(call));
        // Nothing is kept for parameters that failed validation, so that a corrected request may use the key.
        if (reply.status() < 400) {
            keys.put(key, new Kept(fingerprint, reply));
        }
        return reply.with("Idempotency-Key", key);
    }

    private static Reply reused(String key) {
        return StripeObjects.error(
                400,
                "idempotency_error",
                null,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                        + "Try using a key other than '" + key + "' if you meant to execute a different request.",
                null);
    }

    private static Reply refusable(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            return refused.reply();
        }
    }

    private Reply write(Call call) {
        String path = call.path();
        if (path.equals(SESSIONS)) {
            return Reply.json(200, createSession(call.form()));
        }
        if (path.startsWith(SESSIONS + "/") && path.endsWith("/expire")) {
            String id = between(path, SESSIONS + "/", "/expire");
            dispatch(book.expire(id), Sending.ONCE);
            return Reply.json(200, session(id).orElseThrow());
        }
        if (path.startsWith(INTENTS + "/") && path.endsWith("/capture")) {
            String id = between(path, INTENTS + "/", "/capture");
            Long amount =
                    call.form().get("amount_to_capture").map(Long::valueOf).orElse(null);
            dispatch(book.capture(id, amount), Sending.ONCE);
            return Reply.json(200, paymentIntent(id).orElseThrow());
        }
        return unrecognised(call);
    }

    private Reply read(Call call) {
        String path = call.path();
        if (path.equals(SESSIONS)) {
            return listSessions(call.query());
        }
        if (path.startsWith(SESSIONS + "/")) {
            String id = path.substring(SESSIONS.length() + 1);
            return Reply.json(
                    200,
                    expanded(book.session(id).orElseThrow(() -> StripeBook.missing("checkout.session", id)), call));
        }
        if (path.equals(INTENTS)) {
            return listed(INTENTS, book.intents(), call.query(), intent -> true);
        }
        if (path.startsWith(INTENTS + "/")) {
            String id = path.substring(INTENTS.length() + 1);
            return Reply.json(200, book.intent(id).orElseThrow(() -> StripeBook.missing("payment_intent", id)));
        }
        if (path.startsWith(CHARGES)) {
            String id = path.substring(CHARGES.length());
            return Reply.json(200, book.charge(id).orElseThrow(() -> StripeBook.missing("charge", id)));
        }
        if (path.equals(EVENTS)) {
            String type = call.query().get("type").orElse("");
            return listed(
                    EVENTS,
                    book.events(),
                    call.query(),
                    event -> type.isEmpty() || StripeBook.text(event, "type").equals(type));
        }
        if (path.startsWith(EVENTS + "/")) {
            String id = path.substring(EVENTS.length() + 1);
            return Reply.json(200, book.event(id).orElseThrow(() -> StripeBook.missing("event", id)));
        }
        return unrecognised(call);
    }

    private ObjectNode createSession(Form form) {
        require(form, "mode", "success_url", "line_items[0][price_data][currency]");
        if (!form.get("mode").orElse("").equals("payment")) {
            throw refusal("parameter_invalid", "This stand-in knows mode=payment only.", "mode");
        }
        String currency =
                form.get("line_items[0][price_data][currency]").orElseThrow().toLowerCase(Locale.ROOT);
        long total = 0;
        for (int i = 0;
                form.get("line_items[" + i + "][price_data][unit_amount]").isPresent();
                i++) {
            long unit = whole(form, "line_items[" + i + "][price_data][unit_amount]");
            total = Math.addExact(total, Math.multiplyExact(unit, whole(form, "line_items[" + i + "][quantity]")));
        }
        checkAmount(total, currency);
        form.get("expires_at").ifPresent(at -> checkExpiry(Long.parseLong(at)));
        ObjectNode session = StripeObjects.session(form, total, currency, url().toString(), Instant.now());
        book.keep(new StripeBook.Checkout(
                session,
                form.get("payment_intent_data[capture_method]").orElse("automatic"),
                form.under("payment_intent_data[metadata]")));
        return session;
    }

    private static void require(Form form, String... names) {
        for (String name : names) {
            if (form.get(name).isEmpty()) {
                throw refusal("parameter_missing", "Missing required param: " + name + ".", name);
            }
        }
    }

    private static long whole(Form form, String name) {
        String text = form.get(name).orElse("");
        if (!text.matches("[0-9]{1,12}")) {
            throw refusal("parameter_invalid_integer", "Invalid integer: " + text, name);
        }
        return Long.parseLong(text);
    }

    private static void checkAmount(long total, String currency) {
        String parameter = "line_items[0][price_data][unit_amount]";
        if (total < 1) {
            throw refusal("amount_too_small", "The amount must be greater than zero.", parameter);
        }
        if (total > 99_999_999_999L) {
            throw refusal("amount_too_large", "The amount is too large.", parameter);
        }
        if (THREE_DECIMALS.contains(currency) && total % 10 != 0) {
            throw refusal(null, "Invalid amount: the last digit of a three-decimal currency must be 0.", parameter);
        }
    }

    private static void checkExpiry(long at) {
        long ahead = at - Instant.now().getEpochSecond();
        if (ahead < 30 * 60 - 60 || ahead > 24 * 3_600 + 60) {
            throw refusal(
                    null,
                    "The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from now.",
                    "expires_at");
        }
    }

    private Reply listSessions(Form query) {
        for (String name : query.values().keySet()) {
            if (!SESSION_LIST_PARAMETERS.contains(name) && !name.startsWith("expand[")) {
                // There is no list by client_reference_id at Stripe.
                throw refusal("parameter_unknown", "Received unknown parameter: " + name, name);
            }
        }
        String intent = query.get("payment_intent").orElse("");
        String status = query.get("status").orElse("");
        return listed(
                SESSIONS,
                book.sessions(),
                query,
                s -> (intent.isEmpty() || StripeBook.text(s, "payment_intent").equals(intent))
                        && (status.isEmpty() || StripeBook.text(s, "status").equals(status)));
    }

    private static Reply listed(String url, List<ObjectNode> all, Form query, Predicate<ObjectNode> wanted) {
        int limit = Integer.parseInt(query.get("limit").orElse("10"));
        if (limit < 1 || limit > 100) {
            throw refusal("parameter_invalid_integer", "limit is between 1 and 100", "limit");
        }
        List<ObjectNode> found = new ArrayList<>(all.stream()
                .filter(wanted)
                .filter(item -> within(item.path("created").asLong(), query))
                .toList());
        String after = query.get("starting_after").orElse("");
        if (!after.isEmpty()) {
            List<String> ids = ids(found);
            found = found.subList(ids.indexOf(after) + 1, found.size());
        }
        return Reply.json(
                200, StripeObjects.list(url, found.subList(0, Math.min(limit, found.size())), found.size() > limit));
    }

    private static boolean within(long created, Form query) {
        return created >= query.get("created[gte]").map(Long::valueOf).orElse(Long.MIN_VALUE)
                && created > query.get("created[gt]").map(Long::valueOf).orElse(Long.MIN_VALUE)
                && created <= query.get("created[lte]").map(Long::valueOf).orElse(Long.MAX_VALUE)
                && created < query.get("created[lt]").map(Long::valueOf).orElse(Long.MAX_VALUE);
    }

    private ObjectNode expanded(ObjectNode session, Call call) {
        boolean wanted = call.query().values().entrySet().stream()
                .anyMatch(p -> p.getKey().startsWith("expand") && p.getValue().equals("payment_intent"));
        Optional<ObjectNode> intent = book.intent(StripeBook.text(session, "payment_intent"));
        if (!wanted || intent.isEmpty()) {
            return session;
        }
        ObjectNode copy = session.deepCopy();
        copy.set("payment_intent", intent.get());
        return copy;
    }

    private static Reply unrecognised(Call call) {
        return StripeObjects.error(
                404,
                "invalid_request_error",
                null,
                "Unrecognized request URL (" + call.method() + ": " + call.path() + ").",
                null);
    }

    private static RefusedException refusal(@Nullable String code, String message, String parameter) {
        return new RefusedException(StripeObjects.error(400, "invalid_request_error", code, message, parameter));
    }

    private static String between(String path, String start, String end) {
        return path.substring(start.length(), path.length() - end.length());
    }

    private synchronized List<ObjectNode> step(Supplier<List<ObjectNode>> work) {
        return work.get();
    }

    private List<String> stepAndSend(Supplier<List<ObjectNode>> work, Sending how) {
        List<ObjectNode> events = step(work);
        dispatch(events, how);
        return ids(events);
    }

    private void dispatch(List<ObjectNode> events, Sending how) {
        callbacks.dispatch(messages(events), how);
    }

    private CompletableFuture<List<Callback>> send(List<ObjectNode> events, Sending how) {
        return callbacks.send(messages(events), how);
    }

    private static List<CallbackSender.Message> messages(List<ObjectNode> events) {
        return events.stream()
                .map(e -> new CallbackSender.Message(StripeBook.text(e, "id"), StripeObjects.pretty(e)))
                .toList();
    }

    private static List<ObjectNode> chosen(List<ObjectNode> events, List<String> types) {
        return events.stream()
                .filter(e -> types.isEmpty() || types.contains(StripeBook.text(e, "type")))
                .toList();
    }

    private static List<String> ids(List<ObjectNode> objects) {
        return objects.stream().map(o -> StripeBook.text(o, "id")).toList();
    }

    @Override
    Reply failure(int status, String code, String message) {
        String type = status == 429 ? "invalid_request_error" : status >= 500 ? "api_error" : "invalid_request_error";
        return StripeObjects.error(status, type, status == 429 ? "rate_limit" : null, message, null);
    }

    @Override
    void set(JsonNode settings) {
        if (settings.has("callback")) {
            List<String> secrets = new ArrayList<>();
            settings.path("secrets").forEach(s -> secrets.add(s.asText()));
            signer.secrets(secrets);
            callbacks.target(URI.create(settings.get("callback").asText()));
        }
    }

    @Override
    void describe(ObjectNode state) {
        URI hub = callbacks.target();
        state.put("callback", hub == null ? null : hub.toString());
        state.put("sessions", sessions().size());
        Map<Callback.State, Long> sent = new EnumMap<>(Callback.State.class);
        callbacks.all().forEach(c -> sent.merge(c.state(), 1L, Long::sum));
        state.set("callbacks", StandInJson.tree(sent));
    }

    @Override
    @Nullable
    Reply command(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "POST /__switch/pay" -> payCommand(call.json());
            case "POST /__switch/expire" -> expireCommand(call.json());
            case "POST /__switch/resend" -> resendCommand(call.json());
            case "POST /__switch/send" -> sendCommand(call.json());
            case "GET /__switch/callbacks" -> Reply.json(200, StandInJson.tree(callbacks()));
            case "GET /__switch/sessions" ->
                Reply.json(
                        200,
                        StandInJson.tree(call.query()
                                .get("reference")
                                .map(this::sessionsFor)
                                .orElseGet(this::sessions)));
            default -> null;
        };
    }

    private Reply payCommand(JsonNode command) {
        Payment payment = Payment.from(command);
        String session = sessionOf(command);
        List<ObjectNode> events = step(() -> book.pay(session, payment));
        return answered(events, send(chosen(events, payment.events()), Sending.from(command)));
    }

    private Reply expireCommand(JsonNode command) {
        String session = sessionOf(command);
        List<ObjectNode> events = step(() -> book.expire(session));
        return answered(events, send(events, Sending.from(command)));
    }

    private Reply resendCommand(JsonNode command) {
        List<ObjectNode> events = new ArrayList<>();
        command.path("events").forEach(id -> events.add((ObjectNode) event(id.asText())));
        return answered(events, send(events, Sending.from(command)));
    }

    private Reply sendCommand(JsonNode command) {
        ObjectNode event = (ObjectNode) command.path("event");
        return answered(List.of(event), send(List.of(event), Sending.from(command)));
    }

    /** A session is named by its id, or by our reference when there is one such session. */
    private String sessionOf(JsonNode command) {
        if (command.has("session")) {
            return command.get("session").asText();
        }
        List<JsonNode> found = sessionsFor(command.path("reference").asText());
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " sessions have that reference");
        }
        return StripeBook.text(found.getFirst(), "id");
    }

    private static Reply answered(List<ObjectNode> events, CompletableFuture<List<Callback>> sending) {
        ObjectNode told = StandInJson.object();
        told.set("events", StandInJson.tree(ids(events)));
        List<Callback> first;
        try {
            first = sending.get(15, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            first = List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            first = List.of();
        }
        var callbacks = told.putArray("callbacks");
        for (Callback callback : first) {
            callbacks
                    .addObject()
                    .put("event", callback.messageId())
                    .put("state", callback.state().name().toLowerCase(Locale.ROOT))
                    .put("status", callback.status());
        }
        return Reply.json(200, told);
    }

    private String page(String sessionId) {
        ObjectNode session =
                book.session(sessionId).orElseThrow(() -> StripeBook.missing("checkout.session", sessionId));
        return StripePage.html(session);
    }

    @Override
    String kind(Call call) {
        return call.method() + " " + call.path().replaceAll("(cs|pi|ch|evt)_[A-Za-z0-9_]+", "{id}");
    }
}
