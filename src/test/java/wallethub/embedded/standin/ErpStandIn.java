package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The ERP of the {@code rest} connector: customers, entries that are drafts until posted, references that are unique
 * unless it is told otherwise.
 */
public final class ErpStandIn extends StandIn {

    private static final String CUSTOMERS = "/customers/";
    private static final String ENTRIES = "/entries";

    private final DurableMap<ObjectNode> customers;
    private final DurableMap<ErpEntry> entries;
    private final Map<String, List<String>> byReference = new HashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String token;
    private volatile @Nullable LocalDate closedUntil;
    private volatile boolean uniqueReferences = true;
    private volatile boolean closed;
    private int postedCount;
    // Ids have gaps, as database sequences do: refused entries and late ones take one too.
    private int lastId = 100_000;

    private ErpStandIn(int port, @Nullable Path directory) {
        super("erp", port);
        customers = DurableMap.open(directory, "erp-customers", ObjectNode.class);
        entries = DurableMap.open(directory, "erp-entries", ErpEntry.class);
        for (ErpEntry entry : entries.values()) {
            index(entry);
            postedCount += entry.isPosted() ? 1 : 0;
            lastId = Math.max(lastId, Integer.parseInt(entry.id().substring(2)));
        }
    }

    /** Without memory of earlier runs; port 0 takes a free one. */
    public static ErpStandIn start(int port) {
        return start(port, null);
    }

    /** Keeps its documents in {@code directory}. */
    public static ErpStandIn start(int port, @Nullable Path directory) {
        ErpStandIn erp = new ErpStandIn(port, directory);
        erp.listen();
        return erp;
    }

    /** From now on only this bearer token is let in; without it any token is. */
    public void requireToken(String only) {
        token = only;
    }

    /** Entries dated on this day or before are answered 423. */
    public void closePeriodUntil(LocalDate day) {
        closedUntil = day;
    }

    public void openPeriods() {
        closedUntil = null;
    }

    /** Entries of this customer are refused for good, until {@link #accept}. */
    public void refuse(String customer) {
        refused.add(customer);
    }

    public void accept(String customer) {
        refused.remove(customer);
    }

    /** Off: a second entry of the same reference is created, as some real systems do. */
    public void uniqueReferences(boolean unique) {
        uniqueReferences = unique;
    }

    /** All entries in the order in which they were created, drafts too. */
    public List<ErpEntry> entries() {
        return entries.values();
    }

    public List<ErpEntry> postedEntries() {
        return entries().stream().filter(ErpEntry::isPosted).toList();
    }

    public synchronized List<ErpEntry> entries(String reference) {
        return byReference.getOrDefault(reference, List.of()).stream()
                .flatMap(id -> entries.get(id).stream())
                .toList();
    }

    public List<ErpEntry> entriesOf(String customer) {
        return entries().stream()
                .filter(entry -> entry.customer().equals(customer))
                .toList();
    }

    public boolean knows(String customer) {
        return customers.get(customer).isPresent();
    }

    /** Posted credits less debits of the customer on one account. */
    public BigDecimal balance(String customer, String account) {
        return entriesOf(customer).stream()
                .filter(ErpEntry::isPosted)
                .map(entry -> entry.creditOn(account))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public void close() {
        closed = true;
        super.close();
        customers.close();
        entries.close();
    }

    @Override
    Reply answer(Call call, Fault current) {
        if (call.is("GET", "/health")) {
            return Reply.json(200, StandInJson.object().put("status", "ok"));
        }
        checkToken(call);
        if (call.method().equals("PUT") && call.path().startsWith(CUSTOMERS)) {
            return ensureCustomer(call.after(CUSTOMERS), call.json());
        }
        if (call.is("GET", ENTRIES)) {
            return find(call);
        }
        if (call.is("POST", ENTRIES)) {
            return create(call, current);
        }
        if (call.method().equals("POST") && call.path().matches("/entries/[^/]+/post")) {
            return post(call.path().substring(ENTRIES.length() + 1, call.path().length() - "/post".length()));
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
    }

    private void checkToken(Call call) {
        String given = call.header("Authorization").orElse("");
        String only = token;
        if (!given.startsWith("Bearer ") || (only != null && !given.equals("Bearer " + only))) {
            throw new RefusedException(Reply.error(401, "UNAUTHORISED", "a bearer token is needed"));
        }
    }

    private synchronized Reply ensureCustomer(String externalId, ObjectNode wanted) {
        String currency = text(wanted, "currency");
        checkCurrency(currency);
        Optional<ObjectNode> known = customers.get(externalId);
        if (known.isPresent() && !known.get().path("currency").asText().equals(currency)) {
            return Reply.error(409, "CUSTOMER_CONFLICT", "customer " + externalId + " keeps another currency");
        }
        ObjectNode customer = StandInJson.object()
                .put("id", known.map(old -> old.path("id").asText()).orElse("C-" + (1001 + customers.size())))
                .put("externalId", externalId)
                .put("name", text(wanted, "name"))
                .put("currency", currency);
        customers.put(externalId, customer);
        return Reply.json(known.isPresent() ? 200 : 201, customer);
    }

    private synchronized Reply find(Call call) {
        String reference = call.query().get("reference").orElse("");
        if (reference.isEmpty()) {
            return Reply.error(400, "BAD_REQUEST", "reference is needed");
        }
        ObjectNode found = StandInJson.object();
        var items = found.putArray("items");
        entries(reference).forEach(entry -> items.add(entry.wire()));
        return Reply.json(200, found);
    }

    private synchronized Reply create(Call call, Fault current) {
        ErpEntry entry = read(call.json());
        if (!entry.reference().equals(call.header("Idempotency-Key").orElse(""))) {
            return Reply.error(400, "IDEMPOTENCY_KEY_MISMATCH", "Idempotency-Key is the reference");
        }
        Optional<Reply> taken = taken(entry);
        if (taken.isPresent()) {
            return taken.get();
        }
        checkBusiness(entry);
        return switch (current.mode()) {
            case DRAFT_THEN_RESET -> {
                keep(entry);
                yield Reply.json(201, entry.wire());
            }
            case COMMIT_LATE -> {
                CompletableFuture.delayedExecutor(current.millis(), TimeUnit.MILLISECONDS)
                        .execute(() -> commit(entry));
                yield Reply.error(504, "GATEWAY_TIMEOUT", "still working");
            }
            case NORMAL, DOWN, ERROR, UNREACHABLE, SLOW, TOO_MANY, MALFORMED, COMMIT_THEN_RESET, COMMIT_THEN_TIMEOUT ->
                Reply.json(201, commit(entry).wire());
        };
    }

    private synchronized ErpEntry commit(ErpEntry entry) {
        if (closed) {
            return entry;
        }
        if (taken(entry).isPresent()) {
            return entries(entry.reference()).getFirst();
        }
        return keep(entry.posted(nextNumber(entry)));
    }

    /** The refusal, when the reference exists already. */
    private Optional<Reply> taken(ErpEntry entry) {
        List<ErpEntry> existing = entries(entry.reference());
        if (!uniqueReferences || existing.isEmpty()) {
            return Optional.empty();
        }
        ErpEntry first = existing.getFirst();
        String code = !first.sameMoney(entry)
                ? "REFERENCE_CONFLICT"
                : first.isPosted() ? "DUPLICATE_POSTING" : "DRAFT_EXISTS";
        ObjectNode body = StandInJson.object();
        body.putObject("error")
                .put("code", code)
                .put("message", "reference " + entry.reference() + " exists")
                .set("existing", first.wire());
        return Optional.of(Reply.json(409, body));
    }

    private void checkBusiness(ErpEntry entry) {
        ObjectNode customer = customers
                .get(entry.customer())
                .orElseThrow(() -> refusal(422, "CUSTOMER_UNKNOWN", "no customer " + entry.customer()));
        if (refused.contains(entry.customer())) {
            throw refusal(422, "ENTRY_REFUSED", "customer " + entry.customer() + " is blocked");
        }
        checkCurrency(entry.currency());
        if (!customer.path("currency").asText().equals(entry.currency())) {
            throw refusal(422, "CURRENCY_MISMATCH", "the customer keeps another currency");
        }
        checkLines(entry);
        checkPeriod(entry);
    }

    private static void checkLines(ErpEntry entry) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ErpEntry.Line line : entry.lines()) {
            if (line.debit().signum() < 0
                    || line.credit().signum() < 0
                    || (line.debit().signum() != 0) == (line.credit().signum() != 0)) {
                throw refusal(422, "LINE_INVALID", "a line has one positive amount");
            }
            int digits = Currency.getInstance(entry.currency()).getDefaultFractionDigits();
            if (line.debit().add(line.credit()).stripTrailingZeros().scale() > digits) {
                throw refusal(422, "AMOUNT_SCALE", entry.currency() + " has " + digits + " decimals");
            }
            sum = sum.add(line.debit()).subtract(line.credit());
        }
        if (entry.lines().size() < 2 || sum.signum() != 0) {
            throw refusal(422, "ENTRY_UNBALANCED", "debits and credits differ");
        }
    }

    private void checkPeriod(ErpEntry entry) {
        LocalDate closed = closedUntil;
        if (closed != null && !date(entry.date()).isAfter(closed)) {
            throw refusal(423, "PERIOD_CLOSED", "periods are closed until " + closed);
        }
    }

    private synchronized Reply post(String id) {
        Optional<ErpEntry> known = entries.get(id);
        if (known.isEmpty()) {
            return Reply.error(404, "ENTRY_UNKNOWN", "no entry " + id);
        }
        ErpEntry entry = known.get();
        if (!entry.isPosted()) {
            checkBusiness(entry);
            entry = entry.posted(nextNumber(entry));
            entries.put(id, entry);
        }
        return Reply.json(200, entry.wire());
    }

    private String nextNumber(ErpEntry entry) {
        postedCount++;
        return "JE/%s/%06d".formatted(entry.date().substring(0, 4), postedCount);
    }

    private ErpEntry keep(ErpEntry entry) {
        entries.put(entry.id(), entry);
        index(entry);
        return entry;
    }

    private void index(ErpEntry entry) {
        byReference.computeIfAbsent(entry.reference(), r -> new ArrayList<>()).add(entry.id());
    }

    private ErpEntry read(ObjectNode wire) {
        List<ErpEntry.Line> lines = new ArrayList<>();
        for (JsonNode line : wire.path("lines")) {
            lines.add(new ErpEntry.Line(text(line, "account"), amount(line, "debit"), amount(line, "credit")));
        }
        String date = text(wire, "date");
        date(date);
        return new ErpEntry(
                "E-" + ++lastId,
                text(wire, "reference"),
                text(wire, "kind"),
                text(wire, "customer"),
                date,
                text(wire, "currency"),
                List.copyOf(lines),
                wire.path("text").asText(""),
                "draft",
                null);
    }

    private static void checkCurrency(String code) {
        try {
            Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw refusal(422, "CURRENCY_UNKNOWN", "no currency " + code);
        }
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw refusal(400, "BAD_REQUEST", "date is yyyy-mm-dd");
        }
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).asText("");
        if (value.isEmpty()) {
            throw refusal(400, "BAD_REQUEST", field + " is needed");
        }
        return value;
    }

    private static BigDecimal amount(JsonNode line, String field) {
        JsonNode value = line.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return BigDecimal.ZERO;
        }
        try {
            // Normalised, so that 5 and 5.000 are the same money.
            BigDecimal amount = new BigDecimal(value.asText()).stripTrailingZeros();
            return amount.scale() < 0 ? amount.setScale(0) : amount;
        } catch (NumberFormatException e) {
            throw refusal(400, "BAD_REQUEST", field + " is a decimal");
        }
    }

    private static RefusedException refusal(int status, String code, String message) {
        return new RefusedException(Reply.error(status, code, message));
    }

    @Override
    void set(JsonNode settings) {
        if (settings.has("refuse")) {
            refuse(settings.get("refuse").asText());
        }
        if (settings.has("accept")) {
            accept(settings.get("accept").asText());
        }
        if (settings.has("closedUntil")) {
            closedUntil = settings.get("closedUntil").isNull()
                    ? null
                    : date(settings.get("closedUntil").asText());
        }
        if (settings.has("uniqueReferences")) {
            uniqueReferences(settings.get("uniqueReferences").asBoolean());
        }
    }

    @Override
    void describe(ObjectNode state) {
        LocalDate closed = closedUntil;
        state.put("closedUntil", closed == null ? null : closed.toString());
        state.put("uniqueReferences", uniqueReferences);
        state.set("refused", StandInJson.tree(refused));
        state.put("customers", customers.size());
        state.put("entries", entries.size());
        state.put("posted", postedEntries().size());
    }

    @Override
    @Nullable
    Reply command(Call call) {
        if (call.is("GET", "/__switch/entries")) {
            String customer = call.query().get("customer").orElse("");
            ObjectNode found = StandInJson.object();
            var items = found.putArray("items");
            (customer.isEmpty() ? entries() : entriesOf(customer)).forEach(entry -> items.add(entry.wire()));
            return Reply.json(200, found);
        }
        return null;
    }

    @Override
    String kind(Call call) {
        return call.method() + " " + call.path().replaceAll("^/(customers|entries)/[^/]+", "/$1/{id}");
    }
}
