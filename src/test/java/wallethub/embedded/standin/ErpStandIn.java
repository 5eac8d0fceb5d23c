package wallethub.embedded.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static wallethub.embedded.standin.ErpWire.amount;
import static wallethub.embedded.standin.ErpWire.refusal;
import static wallethub.embedded.standin.ErpWire.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ERP of the {@code rest} connector: customers, entries that are drafts until posted, references that are unique
 * unless it is told otherwise.
 */
public final class ErpStandIn extends StandIn {

    private static final String CUSTOMERS = "/customers/";
    private static final String ENTRIES = "/entries";
    private static final String INVOICES = "/invoices";
    private static final String CREDIT_NOTES = "/credit-notes";
    private static final String REVERSAL = "reversal";
    // What mappings/tables/erp-accounts.csv calls them.
    private static final String WALLETS = "2301";
    private static final String CLEARING = "1101";
    private static final String RECEIVABLE = "1201";

    private final Clock clock = Clock.systemUTC();
    private final ErpPages pages = new ErpPages(clock);
    private final ErpInvoices invoices;

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
        invoices = new ErpInvoices(directory, pages, clock);
        for (ErpEntry entry : entries.values()) {
            index(entry);
            postedCount += entry.isPosted() ? 1 : 0;
            lastId = Math.max(lastId, Integer.parseInt(entry.id().substring(2)));
        }
        for (ErpInvoice invoice : invoices.all()) {
            lastId = Math.max(lastId, Integer.parseInt(invoice.id().substring(2)));
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

    /**
     * From now on documents that are created or changed show in pages so much later, with the id and the time that they
     * have now: as rows of a transaction that commits late. Whoever asks for one of them by its reference finds it.
     */
    public void commitLate(Duration by) {
        pages.commitLate(by);
    }

    /**
     * What an accountant books by hand: an entry without a reference of ours.
     *
     * @param amount what the customer's wallet gains; negative for what it loses
     */
    public synchronized ErpEntry book(String customer, BigDecimal amount, String currency, String text) {
        boolean gain = amount.signum() >= 0;
        ErpEntry.Line wallet = line(WALLETS, amount.abs(), !gain);
        return book("", "manual", customer, currency, List.of(wallet, line(CLEARING, amount.abs(), gain)), text, "");
    }

    /** What an accountant takes back: the opposite of a posted entry, which becomes its origin, without a reference. */
    public synchronized ErpEntry cancel(String entryId) {
        ErpEntry original = entries.get(entryId)
                .filter(ErpEntry::isPosted)
                .orElseThrow(() -> refusal(404, "ENTRY_UNKNOWN", "no posted entry " + entryId));
        String text = "Cancels " + original.number();
        return book("", "cancel", original.customer(), original.currency(), opposite(original), text, entryId);
    }

    private static List<ErpEntry.Line> opposite(ErpEntry original) {
        return original.lines().stream()
                .map(line -> new ErpEntry.Line(line.account(), line.credit(), line.debit()))
                .toList();
    }

    private ErpEntry book(
            String reference,
            String kind,
            String customer,
            String currency,
            List<ErpEntry.Line> lines,
            String text,
            String origin) {
        Instant now = clock.instant();
        String today = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        ErpEntry entry = new ErpEntry(
                nextId("E-"), reference, kind, customer, today, currency, lines, text, "draft", null, origin, now);
        checkBusiness(entry);
        return keep(entry.posted(nextNumber(entry), now));
    }

    private static ErpEntry.Line line(String account, BigDecimal amount, boolean debit) {
        return new ErpEntry.Line(account, debit ? amount : BigDecimal.ZERO, debit ? BigDecimal.ZERO : amount);
    }

    /** An invoice that the ERP makes by itself, open from now on and due in 30 days. */
    public synchronized ErpInvoice invoice(String customer, BigDecimal total, String currency, String text) {
        checkCustomer(customer, currency);
        return invoices.issue(invoices.own(nextId("I-"), customer, total, currency, text));
    }

    /** What comes in for an invoice beside the wallet; all of it makes it {@code paid}. */
    public synchronized ErpInvoice payInvoice(String number, BigDecimal amount) {
        return invoices.pay(invoices.named(number).id(), amount);
    }

    public synchronized ErpInvoice cancelInvoice(String number) {
        return invoices.cancel(invoices.named(number).id());
    }

    /** All invoices and credit notes in the order in which they were made. */
    public List<ErpInvoice> invoices() {
        return invoices.all();
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
        invoices.close();
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
        if (call.method().equals("POST")) {
            return write(call, current);
        }
        if (call.reads()) {
            return read(call);
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
    }

    private synchronized Reply write(Call call, Fault current) {
        String path = call.path();
        if (path.equals(ENTRIES)) {
            return create(call, read(call.json()), current);
        }
        if (path.equals("/reversals")) {
            return create(call, readReversal(call.json()), current);
        }
        if (path.matches("/invoices/[^/]+/payments")) {
            return create(call, readPayment(named(call, INVOICES + "/", "/payments"), call.json()), current);
        }
        if (path.equals(INVOICES)) {
            return create(call, invoices.read(nextId("I-"), call.json()), current);
        }
        if (path.equals(CREDIT_NOTES)) {
            return create(call, invoices.readCredit(nextId("I-"), call.json()), current);
        }
        if (path.matches("/entries/[^/]+/post")) {
            return post(named(call, ENTRIES + "/", "/post"));
        }
        for (String documents : List.of(INVOICES, CREDIT_NOTES)) {
            if (path.matches(documents + "/[^/]+/post")) {
                return issue(named(call, documents + "/", "/post"));
            }
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + path);
    }

    private synchronized Reply read(Call call) {
        if (call.path().equals("/wallet-lines")) {
            return pages.page(call, walletLines());
        }
        if (call.path().equals(INVOICES)) {
            return pages.page(call, invoices.rows());
        }
        if (call.path().matches(CUSTOMERS + "[^/]+/balance")) {
            return balance(named(call, CUSTOMERS, "/balance"));
        }
        if (call.path().matches(CUSTOMERS + "[^/]+/open-invoices")) {
            return Reply.json(200, invoices.openOf(named(call, CUSTOMERS, "/open-invoices")));
        }
        return Reply.error(404, "NO_SUCH_RESOURCE", call.method() + " " + call.path());
    }

    /** What stands in the path between the two. */
    private static String named(Call call, String start, String end) {
        String name = call.path().substring(start.length(), call.path().length() - end.length());
        return URLDecoder.decode(name.replace("+", "%2B"), UTF_8);
    }

    private List<ErpPages.Row> walletLines() {
        return postedEntries().stream()
                .filter(entry -> pages.isShown(entry.id()))
                .flatMap(entry -> entry.linesOn(WALLETS, shownReference(entry)).stream())
                .toList();
    }

    /** Its own, or that of what it takes back. */
    private String shownReference(ErpEntry entry) {
        return entry.reference().isEmpty()
                ? entries.get(entry.origin()).map(ErpEntry::reference).orElse("")
                : entry.reference();
    }

    private Reply balance(String customer) {
        Instant readAt = clock.instant();
        ObjectNode known =
                customers.get(customer).orElseThrow(() -> refusal(404, "CUSTOMER_UNKNOWN", "no customer " + customer));
        ObjectNode balance = StandInJson.object().put("customer", customer);
        balance.set(
                "balance",
                ErpInvoice.money(
                        balance(customer, WALLETS), known.path("currency").asText()));
        return Reply.json(200, balance.put("readAt", readAt.toString()));
    }

    private void checkToken(Call call) {
        String given = call.header("Authorization").orElse("");
        String only = token;
        if (!given.startsWith("Bearer ") || (only != null && !given.equals("Bearer " + only))) {
            throw new RefusedException(Reply.error(401, "UNAUTHORISED", "a bearer token is needed"));
        }
    }

    /** A customer as if the hub had told of him. */
    public synchronized void customer(String externalId, String name, String currency) {
        var unused = ensureCustomer(
                externalId, StandInJson.object().put("name", name).put("currency", currency));
    }

    private synchronized Reply ensureCustomer(String externalId, ObjectNode wanted) {
        String currency = text(wanted, "currency");
        ErpWire.checkCurrency(currency);
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

    private Reply create(Call call, ErpEntry entry, Fault current) {
        checkKey(call, entry.reference());
        Optional<Reply> taken = taken(entry);
        if (taken.isPresent()) {
            return taken.get();
        }
        checkBusiness(entry);
        return carriedOut(current, () -> keep(entry).wire(), () -> commit(entry).wire());
    }

    private Reply create(Call call, ErpInvoice draft, Fault current) {
        checkKey(call, draft.reference());
        Optional<Reply> taken = taken(draft);
        if (taken.isPresent()) {
            return taken.get();
        }
        checkBusiness(draft);
        return carriedOut(
                current,
                () -> invoices.keep(draft).document(),
                () -> commit(draft).document());
    }

    private static void checkKey(Call call, String reference) {
        if (!reference.equals(call.header("Idempotency-Key").orElse(""))) {
            throw refusal(400, "IDEMPOTENCY_KEY_MISMATCH", "Idempotency-Key is the reference");
        }
    }

    private Reply carriedOut(Fault current, Supplier<ObjectNode> draft, Supplier<ObjectNode> commit) {
        return switch (current.mode()) {
            case DRAFT_THEN_RESET -> Reply.json(201, draft.get());
            case COMMIT_LATE -> {
                CompletableFuture.delayedExecutor(current.millis(), TimeUnit.MILLISECONDS)
                        .execute(() -> commitLate(commit));
                yield Reply.error(504, "GATEWAY_TIMEOUT", "still working");
            }
            case NORMAL, DOWN, ERROR, UNREACHABLE, SLOW, TOO_MANY, MALFORMED, COMMIT_THEN_RESET, COMMIT_THEN_TIMEOUT ->
                Reply.json(201, commit.get());
        };
    }

    private synchronized void commitLate(Supplier<ObjectNode> commit) {
        if (!closed) {
            Objects.requireNonNull(commit.get());
        }
    }

    private ErpEntry commit(ErpEntry entry) {
        if (taken(entry).isPresent()) {
            return entries(entry.reference()).getFirst();
        }
        return keep(posted(entry));
    }

    private ErpEntry posted(ErpEntry entry) {
        if (entry.isPayment()) {
            invoices.pay(entry.origin(), entry.creditOn(RECEIVABLE));
        }
        return entry.posted(nextNumber(entry), clock.instant());
    }

    private ErpInvoice commit(ErpInvoice draft) {
        return invoices.ofReference(draft.reference())
                .filter(one -> uniqueReferences)
                .orElseGet(() -> invoices.issue(draft));
    }

    /** The refusal, when the reference exists already. */
    private Optional<Reply> taken(ErpEntry entry) {
        List<ErpEntry> existing = entries(entry.reference());
        if (!uniqueReferences || existing.isEmpty()) {
            return Optional.empty();
        }
        ErpEntry first = existing.getFirst();
        return Optional.of(taken(first.sameMoney(entry), first.isPosted(), entry.reference(), first.wire()));
    }

    private Optional<Reply> taken(ErpInvoice draft) {
        return invoices.ofReference(draft.reference())
                .filter(one -> uniqueReferences)
                .map(first -> taken(first.sameMoney(draft), !first.isDraft(), draft.reference(), first.document()));
    }

    private static Reply taken(boolean same, boolean finished, String reference, ObjectNode existing) {
        String code = !same ? "REFERENCE_CONFLICT" : finished ? "DUPLICATE_POSTING" : "DRAFT_EXISTS";
        ObjectNode body = StandInJson.object();
        body.putObject("error")
                .put("code", code)
                .put("message", "reference " + reference + " exists")
                .set("existing", existing);
        return Reply.json(409, body);
    }

    private void checkBusiness(ErpInvoice draft) {
        checkCustomer(draft.customer(), draft.currency());
        checkPeriod(draft.issueDate());
        invoices.checkCredit(draft);
    }

    /** An entry that pays an invoice finds it open; one that takes another back finds that nobody did. */
    private void checkOrigin(ErpEntry entry) {
        if (entry.isPayment()) {
            invoices.checkPayment(entry.origin(), entry.creditOn(RECEIVABLE));
        } else if (entry.kind().equals(REVERSAL)
                && entries().stream()
                        .anyMatch(other -> other.origin().equals(entry.origin())
                                && !other.id().equals(entry.id()))) {
            throw refusal(409, "ALREADY_REVERSED", "another entry takes it back");
        }
    }

    private void checkBusiness(ErpEntry entry) {
        checkCustomer(entry.customer(), entry.currency());
        checkLines(entry);
        checkPeriod(ErpWire.date(entry.date()));
        checkOrigin(entry);
    }

    private void checkCustomer(String id, String currency) {
        ObjectNode customer =
                customers.get(id).orElseThrow(() -> refusal(422, "CUSTOMER_UNKNOWN", "no customer " + id));
        if (refused.contains(id)) {
            throw refusal(422, "ENTRY_REFUSED", "customer " + id + " is blocked");
        }
        ErpWire.checkCurrency(currency);
        if (!customer.path("currency").asText().equals(currency)) {
            throw refusal(422, "CURRENCY_MISMATCH", "the customer keeps another currency");
        }
    }

    private static void checkLines(ErpEntry entry) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ErpEntry.Line line : entry.lines()) {
            if (line.debit().signum() < 0
                    || line.credit().signum() < 0
                    || (line.debit().signum() != 0) == (line.credit().signum() != 0)) {
                throw refusal(422, "LINE_INVALID", "a line has one positive amount");
            }
            ErpWire.checkScale(line.debit().add(line.credit()), entry.currency());
            sum = sum.add(line.debit()).subtract(line.credit());
        }
        if (entry.lines().size() < 2 || sum.signum() != 0) {
            throw refusal(422, "ENTRY_UNBALANCED", "debits and credits differ");
        }
    }

    private void checkPeriod(LocalDate day) {
        LocalDate closed = closedUntil;
        if (closed != null && !day.isAfter(closed)) {
            throw refusal(423, "PERIOD_CLOSED", "periods are closed until " + closed);
        }
    }

    private Reply issue(String id) {
        Optional<ErpInvoice> known = invoices.get(id);
        if (known.isEmpty()) {
            return Reply.error(404, "INVOICE_UNKNOWN", "no invoice " + id);
        }
        ErpInvoice invoice = known.get();
        if (invoice.isDraft()) {
            checkBusiness(invoice);
            invoice = invoices.issue(invoice);
        }
        return Reply.json(200, invoice.document());
    }

    private Reply post(String id) {
        Optional<ErpEntry> known = entries.get(id);
        if (known.isEmpty()) {
            return Reply.error(404, "ENTRY_UNKNOWN", "no entry " + id);
        }
        ErpEntry entry = known.get();
        if (!entry.isPosted()) {
            checkBusiness(entry);
            entry = posted(entry);
            entries.put(id, entry);
            pages.changed(id);
        }
        return Reply.json(200, entry.wire());
    }

    private String nextNumber(ErpEntry entry) {
        postedCount++;
        return "JE/%s/%06d".formatted(entry.date().substring(0, 4), postedCount);
    }

    private String nextId(String kind) {
        return kind + ++lastId;
    }

    private ErpEntry keep(ErpEntry entry) {
        entries.put(entry.id(), entry);
        pages.changed(entry.id());
        index(entry);
        return entry;
    }

    private void index(ErpEntry entry) {
        if (entry.reference().isEmpty()) {
            return;
        }
        byReference.computeIfAbsent(entry.reference(), r -> new ArrayList<>()).add(entry.id());
    }

    private ErpEntry read(ObjectNode wire) {
        List<ErpEntry.Line> lines = new ArrayList<>();
        for (JsonNode line : wire.path("lines")) {
            lines.add(new ErpEntry.Line(text(line, "account"), amount(line, "debit"), amount(line, "credit")));
        }
        return draft(
                wire,
                text(wire, "kind"),
                text(wire, "customer"),
                text(wire, "currency"),
                List.copyOf(lines),
                wire.path("text").asText(""),
                "");
    }

    /** The opposite of the entry of another reference. */
    private ErpEntry readReversal(ObjectNode wire) {
        List<ErpEntry> originals = entries(text(wire, "ofReference"));
        if (originals.size() != 1 || !originals.getFirst().isPosted()) {
            throw refusal(422, "ORIGINAL_UNKNOWN", "there is not one posted entry of the reference");
        }
        ErpEntry original = originals.getFirst();
        if (original.isPayment()) {
            throw refusal(422, "SETTLES_INVOICE", "the entry pays an invoice");
        }
        return draft(
                wire,
                REVERSAL,
                original.customer(),
                original.currency(),
                opposite(original),
                "Reverses " + original.number(),
                original.id());
    }

    private ErpEntry readPayment(String invoiceName, ObjectNode wire) {
        ErpInvoice invoice = invoices.named(invoiceName);
        if (!invoice.customer().equals(text(wire, "customer"))) {
            throw refusal(422, "INVOICE_UNKNOWN", "no such invoice of the customer");
        }
        BigDecimal amount = amount(wire.path("amount"), "amount");
        String currency = text(wire.path("amount"), "currency");
        if (amount.signum() <= 0 || !currency.equals(invoice.currency())) {
            throw refusal(422, "AMOUNT_REFUSED", "a positive amount in the currency of the invoice is needed");
        }
        return draft(
                wire,
                ErpEntry.PAYMENT,
                invoice.customer(),
                currency,
                List.of(line(WALLETS, amount, true), line(RECEIVABLE, amount, false)),
                "Invoice " + invoice.number() + " paid by wallet",
                invoice.id());
    }

    private ErpEntry draft(
            ObjectNode wire,
            String kind,
            String customer,
            String currency,
            List<ErpEntry.Line> lines,
            String text,
            String origin) {
        String date = text(wire, "date");
        ErpWire.date(date);
        return new ErpEntry(
                nextId("E-"),
                text(wire, "reference"),
                kind,
                customer,
                date,
                currency,
                lines,
                text,
                "draft",
                null,
                origin,
                clock.instant());
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
                    : ErpWire.date(settings.get("closedUntil").asText());
        }
        if (settings.has("uniqueReferences")) {
            uniqueReferences(settings.get("uniqueReferences").asBoolean());
        }
        if (settings.has("commitLateMs")) {
            commitLate(Duration.ofMillis(settings.get("commitLateMs").asLong()));
        }
    }

    @Override
    void describe(ObjectNode state) {
        LocalDate closed = closedUntil;
        state.put("closedUntil", closed == null ? null : closed.toString());
        state.put("uniqueReferences", uniqueReferences);
        state.set("refused", StandInJson.tree(refused));
        state.put("commitLateMs", pages.late().toMillis());
        state.put("customers", customers.size());
        state.put("entries", entries.size());
        state.put("posted", postedEntries().size());
        state.put("invoices", invoices.all().size());
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
        if (call.is("GET", "/__switch/invoices")) {
            ObjectNode found = StandInJson.object();
            var items = found.putArray("items");
            invoices().forEach(invoice -> items.add(invoice.wire()));
            return Reply.json(200, found);
        }
        if (call.is("POST", "/__switch/entry")) {
            return Reply.json(200, entryCommand(call.json()).wire());
        }
        return call.is("POST", "/__switch/invoice")
                ? Reply.json(200, invoiceCommand(call.json()).wire())
                : null;
    }

    /** Books by hand, or with {@code cancel} takes an entry back. */
    private ErpEntry entryCommand(JsonNode command) {
        return command.has("cancel")
                ? cancel(text(command, "cancel"))
                : book(
                        text(command, "customer"),
                        amount(command, "amount"),
                        text(command, "currency"),
                        command.path("text").asText(""));
    }

    /** Makes an invoice, or with its {@code number} pays or cancels one. */
    private ErpInvoice invoiceCommand(JsonNode command) {
        if (!command.has("number")) {
            return invoice(
                    text(command, "customer"),
                    amount(command, "total"),
                    text(command, "currency"),
                    command.path("text").asText(""));
        }
        String number = text(command, "number");
        return command.has("pay") ? payInvoice(number, amount(command, "pay")) : cancelInvoice(number);
    }

    @Override
    String kind(Call call) {
        return call.method() + " "
                + call.path().replaceAll("^/(customers|entries|invoices|credit-notes)/[^/]+", "/$1/{id}");
    }
}
