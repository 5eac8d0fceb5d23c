package wallethub.embedded.standin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A foreign system on loopback: keeps state, answers as the real one, and misbehaves when told to.
 *
 * <p>Told over HTTP under {@code /__switch}, or by the methods of the same names. Faults end with the process; documents
 * stay, when the stand-in was given a directory.
 */
public abstract class StandIn implements AutoCloseable {

    private static final String SWITCH = "/__switch";
    private static final String TRANSFORMER = "stand-in";

    private final String name;
    private final WireMockServer server;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> traces = new TreeMap<>();
    private Fault fault = Fault.NONE;

    /** @param port 0 takes a free one */
    StandIn(String name, int port) {
        this.name = name;
        var options = WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .disableRequestJournal()
                .gzipDisabled(true)
                .containerThreads(64)
                .jettyStopTimeout(200L)
                .extensions(new Transformer());
        server = new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
    }

    /** Called once the state of the subclass is read. */
    final void listen() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(TRANSFORMER)));
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Misbehaves from now on; {@link Fault#NONE} ends it. */
    public synchronized void fault(Fault next) {
        fault = next;
    }

    public void fault(Fault.Mode mode) {
        fault(Fault.of(mode));
    }

    public void heal() {
        fault(Fault.NONE);
    }

    public synchronized Fault fault() {
        return fault;
    }

    /** How many calls came, by method and kind of path; those that a fault swallowed count too. */
    public synchronized Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    public synchronized int count(String call) {
        return counts.getOrDefault(call, 0);
    }

    /** The {@code traceparent} of the latest call of this kind; empty when it had none. */
    public synchronized String trace(String call) {
        return traces.getOrDefault(call, "");
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Does what the call asks. The mode is the fault in force: the caller of this method drops or delays the answer. */
    abstract Reply answer(Call call, Fault current);

    /** What {@code GET /__switch} shows besides faults and counts. */
    abstract void describe(ObjectNode state);

    /** A command of the switchboard other than a fault; null when it is none of ours. */
    abstract @Nullable Reply command(Call call);

    /** The name a call is counted under. */
    abstract String kind(Call call);

    /** The error document of this system. */
    Reply failure(int status, String code, String message) {
        return Reply.error(status, code, message);
    }

    /** Settings of the switchboard other than the fault. */
    void set(JsonNode settings) {}

    private synchronized Fault take(Call call) {
        counts.merge(kind(call), 1, Integer::sum);
        traces.put(kind(call), call.header("traceparent").orElse(""));
        Fault current = fault;
        if (!current.scope().covers(call.reads())) {
            return Fault.NONE;
        }
        if (current.times() > 0) {
            fault = current.times() == 1 ? Fault.NONE : current.times(current.times() - 1);
        }
        return current;
    }

    private ResponseDefinition respond(Call call) {
        if (call.path().startsWith(SWITCH)) {
            return definition(guarded(() -> switchboard(call))).build();
        }
        Fault current = take(call);
        int delay = Math.toIntExact(current.millis());
        return switch (current.mode()) {
            case NORMAL -> definition(done(call, current)).build();
            case DOWN ->
                definition(failure(503, "UNAVAILABLE", "the service is down")).build();
            case ERROR ->
                definition(failure(500, "INTERNAL", "something went wrong")).build();
            case TOO_MANY ->
                definition(failure(429, "TOO_MANY_REQUESTS", "slow down")
                                .with("Retry-After", Integer.toString(current.retryAfterSeconds())))
                        .build();
            case UNREACHABLE -> reset();
            case SLOW, COMMIT_THEN_TIMEOUT, COMMIT_LATE ->
                definition(done(call, current)).withFixedDelay(delay).build();
            case MALFORMED -> malformed(done(call, current));
            case COMMIT_THEN_RESET, DRAFT_THEN_RESET -> resetAfter(done(call, current));
        };
    }

    private Reply done(Call call, Fault current) {
        return guarded(() -> answer(call, current));
    }

    private Reply guarded(Supplier<Reply> work) {
        try {
            return work.get();
        } catch (RefusedException refused) {
            return refused.reply();
        } catch (IllegalArgumentException wrong) {
            return failure(400, "BAD_REQUEST", String.valueOf(wrong.getMessage()));
        }
    }

    private Reply switchboard(Call call) {
        if (call.is("GET", SWITCH)) {
            return Reply.json(200, state());
        }
        if (call.is("POST", SWITCH)) {
            JsonNode settings = call.json();
            if (settings.has("mode")) {
                fault(Fault.of(
                        settings.get("mode").asText(),
                        settings.has("scope") ? settings.get("scope").asText() : null,
                        settings.has("times") ? settings.get("times").asInt() : null,
                        settings.has("ms") ? settings.get("ms").asLong() : null,
                        settings.has("retryAfter") ? settings.get("retryAfter").asInt() : null));
            }
            set(settings);
            return Reply.json(200, state());
        }
        Reply reply = command(call);
        return reply == null ? Reply.error(404, "NO_SUCH_SWITCH", call.method() + " " + call.path()) : reply;
    }

    private ObjectNode state() {
        ObjectNode state = StandInJson.object().put("system", name);
        Fault current = fault();
        state.put("mode", current.mode().label());
        state.put("scope", current.scope().name().toLowerCase(Locale.ROOT));
        state.put("times", current.times());
        state.put("ms", current.millis());
        state.set("counts", StandInJson.tree(counts()));
        describe(state);
        return state;
    }

    private static ResponseDefinitionBuilder definition(Reply reply) {
        ResponseDefinitionBuilder builder =
                aResponse().withStatus(reply.status()).withBody(reply.body());
        reply.headers().forEach(builder::withHeader);
        return builder;
    }

    private static ResponseDefinition malformed(Reply done) {
        // The work is done; only the answer is lost in a proxy's page.
        return definition(Reply.html(done.status() < 400 ? 200 : done.status(), "<html><body>proxy</bo"))
                .build();
    }

    private static ResponseDefinition resetAfter(Reply done) {
        return done.status() < 400 ? reset() : definition(done).build();
    }

    private static ResponseDefinition reset() {
        return aResponse()
                .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
                .build();
    }

    private final class Transformer implements ResponseDefinitionTransformerV2 {

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return respond(Call.of(event.getRequest()));
        }

        @Override
        public String getName() {
            return TRANSFORMER;
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }
}
