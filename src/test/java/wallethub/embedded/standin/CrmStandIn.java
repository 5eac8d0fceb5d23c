package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The CRM: owns customers, and tells the hub of every change by a signed callback, again and again until a 2xx. */
public final class CrmStandIn extends StandIn {

    private static final String CUSTOMERS = "/customers";

    private final DurableMap<CrmCustomer> customers;
    private final StandardWebhookSigner signer = new StandardWebhookSigner();
    private final CallbackSender callbacks;

    private CrmStandIn(int port, @Nullable Path directory) {
        super("crm", port);
        customers = DurableMap.open(directory, "crm-customers", CrmCustomer.class);
        callbacks = new CallbackSender(directory, "crm-callbacks", signer);
    }

    public static CrmStandIn start(int port) {
        return start(port, null);
    }

    public static CrmStandIn start(int port, @Nullable Path directory) {
        CrmStandIn crm = new CrmStandIn(port, directory);
        crm.listen();
        return crm;
    }

    /** Where callbacks go, and the live secrets ({@code whsec_} and base64) that sign them. */
    public void callback(URI hub, String... secrets) {
        signer.secrets(List.of(secrets));
        callbacks.target(hub);
    }

    /** Creates or changes a customer and tells the hub; its version rises by itself. */
    public CompletableFuture<List<Callback>> save(
            String externalId, String name, String mobile, String language, String currency, Sending how) {
        return send(List.of(kept(new CrmCustomer(externalId, 0, name, mobile, language, currency))), how);
    }

    /** Tells the hub that it has erased a customer. */
    public CompletableFuture<List<Callback>> erase(String externalId, Sending how) {
        String document = StandInJson.text(
                StandInJson.object().put("externalId", externalId).put("erased", true));
        return callbacks.send(List.of(new CallbackSender.Message("msg_" + UUID.randomUUID(), document)), how);
    }

    /** Sends documents as they are, whatever the CRM itself holds: old versions, versions in disorder. */
    public CompletableFuture<List<Callback>> send(List<CrmCustomer> documents, Sending how) {
        return callbacks.send(
                documents.stream()
                        .map(c -> new CallbackSender.Message("msg_" + UUID.randomUUID(), StandInJson.text(c)))
                        .toList(),
                how);
    }

    public Optional<CrmCustomer> customer(String externalId) {
        return customers.get(externalId);
    }

    public List<Callback> callbacks() {
        return callbacks.all();
    }

    @Override
    public void close() {
        callbacks.close();
        super.close();
        customers.close();
    }

    private synchronized CrmCustomer kept(CrmCustomer wanted) {
        long version =
                customers.get(wanted.externalId()).map(CrmCustomer::version).orElse(0L) + 1;
        CrmCustomer next = wanted.atVersion(version);
        customers.put(next.externalId(), next);
        return next;
    }

    @Override
    Reply answer(Call call, Fault current) {
        if (call.is("GET", "/health")) {
            return Reply.json(200, StandInJson.object().put("status", "ok"));
        }
        if (!call.header("Authorization").orElse("").startsWith("Bearer ")) {
            return Reply.error(401, "UNAUTHORISED", "a bearer token is needed");
        }
        if (call.is("GET", CUSTOMERS)) {
            ObjectNode all = StandInJson.object();
            all.set("items", StandInJson.tree(customers.values()));
            return Reply.json(200, all);
        }
        if (call.reads() && call.path().startsWith(CUSTOMERS + "/")) {
            String id = call.after(CUSTOMERS + "/");
            return customers
                    .get(id)
                    .map(found -> Reply.json(200, StandInJson.tree(found)))
                    .orElseGet(() -> Reply.error(404, "CUSTOMER_UNKNOWN", "no customer " + id));
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
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
        state.put("customers", customers.size());
    }

    @Override
    @Nullable
    Reply command(Call call) {
        if (call.is("POST", "/__switch/customer")) {
            return customerCommand(call.json());
        }
        return call.is("GET", "/__switch/callbacks") ? Reply.json(200, StandInJson.tree(callbacks())) : null;
    }

    /** With {@code "version"} the document is sent as it is; without, the CRM counts. */
    private Reply customerCommand(JsonNode command) {
        CrmCustomer wanted = new CrmCustomer(
                needed(command, "externalId"),
                command.path("version").asLong(),
                needed(command, "name"),
                needed(command, "mobile"),
                command.path("language").asText("en"),
                needed(command, "currency"));
        CrmCustomer sent = command.has("version") ? wanted : kept(wanted);
        ObjectNode told = StandInJson.object();
        told.set("customer", StandInJson.tree(sent));
        var statuses = told.putArray("statuses");
        first(send(List.of(sent), Sending.from(command))).forEach(c -> statuses.add(c.status()));
        return Reply.json(200, told);
    }

    private static List<Callback> first(CompletableFuture<List<Callback>> sending) {
        try {
            return sending.get(15, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static String needed(JsonNode command, String field) {
        String value = command.path(field).asText("");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is needed");
        }
        return value;
    }

    @Override
    String kind(Call call) {
        return call.method() + " " + call.path().replaceAll("^/customers/[^/]+", "/customers/{id}");
    }
}
