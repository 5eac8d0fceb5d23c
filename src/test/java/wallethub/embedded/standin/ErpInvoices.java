package wallethub.embedded.standin;

import static wallethub.embedded.standin.ErpWire.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The invoices and credit notes of the ERP stand-in. Its methods are called under the stand-in's lock. */
final class ErpInvoices implements AutoCloseable {

    private static final int DAYS = 30;

    private final DurableMap<ErpInvoice> kept;
    private final ErpPages pages;
    private final Clock clock;
    private int issuedCount;

    ErpInvoices(@Nullable Path directory, ErpPages pages, Clock clock) {
        this.pages = pages;
        this.clock = clock;
        kept = DurableMap.open(directory, "erp-invoices", ErpInvoice.class);
        issuedCount = (int) all().stream().filter(invoice -> !invoice.isDraft()).count();
    }

    List<ErpInvoice> all() {
        return kept.values();
    }

    Optional<ErpInvoice> get(String id) {
        return kept.get(id);
    }

    Optional<ErpInvoice> ofReference(String reference) {
        return all().stream()
                .filter(invoice -> !reference.isEmpty() && invoice.reference().equals(reference))
                .findFirst();
    }

    /** By its id, or by its number. */
    ErpInvoice named(String name) {
        return all().stream()
                .filter(invoice -> !invoice.isDraft()
                        && !invoice.isCredit()
                        && (invoice.id().equals(name) || invoice.number().equals(name)))
                .findFirst()
                .orElseThrow(() -> refusal(422, "INVOICE_UNKNOWN", "no invoice " + name));
    }

    List<ErpPages.Row> rows() {
        return all().stream()
                .filter(invoice -> !invoice.isDraft() && !invoice.isCredit() && pages.isShown(invoice.id()))
                .map(invoice -> new ErpPages.Row(invoice.id(), invoice.changedAt(), invoice.wire()))
                .toList();
    }

    ObjectNode openOf(String customer) {
        ObjectNode open = StandInJson.object();
        var items = open.putArray("items");
        all().stream()
                .filter(invoice -> invoice.isOpen()
                        && !invoice.isCredit()
                        && invoice.customer().equals(customer))
                .forEach(invoice -> items.add(invoice.wire()));
        return open;
    }

    /** The draft that a request asks for. */
    ErpInvoice read(String id, JsonNode wire) {
        String currency = ErpWire.text(wire, "currency");
        ErpWire.checkCurrency(currency);
        List<ErpInvoice.Line> lines = new ArrayList<>();
        for (JsonNode line : wire.path("lines")) {
            BigDecimal amount = ErpWire.amount(line, "amount");
            ErpWire.checkScale(amount, currency);
            if (amount.signum() <= 0) {
                throw refusal(422, "LINE_INVALID", "a line has a positive amount");
            }
            lines.add(new ErpInvoice.Line(line.path("text").asText(""), ErpWire.text(line, "account"), amount));
        }
        if (lines.isEmpty()) {
            throw refusal(422, "LINE_INVALID", "an invoice has a line");
        }
        LocalDate date = ErpWire.date(ErpWire.text(wire, "date"));
        return draft(
                id,
                ErpWire.text(wire, "reference"),
                ErpWire.text(wire, "customer"),
                date,
                currency,
                lines,
                wire.path("text").asText(""),
                "");
    }

    /** The draft that takes back the invoice whose reference the request names. */
    ErpInvoice readCredit(String id, JsonNode wire) {
        ErpInvoice invoice = ofReference(ErpWire.text(wire, "invoice"))
                .filter(found -> !found.isDraft() && !found.isCredit())
                .orElseThrow(() -> refusal(422, "INVOICE_UNKNOWN", "no invoice of the reference"));
        List<ErpInvoice.Line> lines = invoice.lines().stream()
                .map(line -> new ErpInvoice.Line(
                        line.text(), line.account(), line.amount().negate()))
                .toList();
        LocalDate date = ErpWire.date(ErpWire.text(wire, "date"));
        return draft(
                id,
                ErpWire.text(wire, "reference"),
                invoice.customer(),
                date,
                invoice.currency(),
                lines,
                "Credits " + invoice.number(),
                invoice.id());
    }

    /** The draft of an invoice that the ERP makes by itself. */
    ErpInvoice own(String id, String customer, BigDecimal total, String currency, String text) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return draft(id, "", customer, today, currency, List.of(new ErpInvoice.Line(text, "4001", total)), text, "");
    }

    private ErpInvoice draft(
            String id,
            String reference,
            String customer,
            LocalDate date,
            String currency,
            List<ErpInvoice.Line> lines,
            String text,
            String credits) {
        BigDecimal total = lines.stream().map(ErpInvoice.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new ErpInvoice(
                id,
                "",
                reference,
                customer,
                "draft",
                date,
                date.plusDays(DAYS),
                currency,
                List.copyOf(lines),
                total,
                total,
                text,
                credits,
                clock.instant());
    }

    /** Refuses a credit of what is cancelled already. */
    void checkCredit(ErpInvoice draft) {
        if (draft.isCredit() && get(draft.credits()).orElseThrow().state().equals("cancelled")) {
            throw refusal(422, "INVOICE_CANCELLED", "the invoice is cancelled already");
        }
    }

    ErpInvoice keep(ErpInvoice invoice) {
        kept.put(invoice.id(), invoice);
        pages.changed(invoice.id());
        return invoice;
    }

    /** Gives the draft its number. A credit note of what nobody has paid cancels it, and is settled with it. */
    ErpInvoice issue(ErpInvoice draft) {
        issuedCount++;
        String number = "%s/%d/%06d"
                .formatted(draft.isCredit() ? "CN" : "INV", draft.issueDate().getYear(), issuedCount);
        ErpInvoice issued = draft.issued(number, clock.instant());
        Optional<ErpInvoice> credited = get(draft.credits()).filter(ErpInvoice::isUntouched);
        if (credited.isPresent()) {
            cancel(credited.get().id());
            issued = issued.settled("paid", clock.instant());
        }
        return keep(issued);
    }

    /** Refuses what is no longer open, or not so much of it. */
    void checkPayment(String id, BigDecimal amount) {
        ErpInvoice invoice = get(id).orElseThrow();
        if (!invoice.isOpen()) {
            throw refusal(422, "INVOICE_NOT_OPEN", "the invoice is " + invoice.state());
        }
        if (amount.compareTo(invoice.open()) > 0) {
            throw refusal(
                    422, "AMOUNT_EXCEEDS_OPEN", "open is " + invoice.open().toPlainString());
        }
    }

    ErpInvoice pay(String id, BigDecimal amount) {
        return change(id, invoice -> invoice.paid(amount, clock.instant()));
    }

    ErpInvoice cancel(String id) {
        return change(id, invoice -> invoice.settled("cancelled", clock.instant()));
    }

    private ErpInvoice change(String id, UnaryOperator<ErpInvoice> step) {
        return keep(step.apply(get(id).orElseThrow()));
    }

    @Override
    public void close() {
        kept.close();
    }
}
