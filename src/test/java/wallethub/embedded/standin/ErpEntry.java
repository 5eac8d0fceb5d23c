package wallethub.embedded.standin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document of the ERP stand-in.
 *
 * @param date the posting date, ISO
 * @param state {@code draft} or {@code posted}
 * @param number given when it is posted, without gaps
 * @param origin the id of the entry that this one takes back, or of the invoice that it pays; empty where it does neither
 * @param changedAt when it was created or posted, whichever is later
 */
public record ErpEntry(
        String id,
        String reference,
        String kind,
        String customer,
        String date,
        String currency,
        List<Line> lines,
        String text,
        String state,
        @Nullable String number,
        String origin,
        Instant changedAt) {

    /** Older files of a data directory do not say the last two. */
    public ErpEntry {
        origin = Objects.requireNonNullElse(origin, "");
        changedAt = Objects.requireNonNullElse(changedAt, Instant.EPOCH);
    }

    static final String PAYMENT = "invoice-payment";

    /** One side of the entry; exactly one of the two amounts is not zero. */
    public record Line(String account, BigDecimal debit, BigDecimal credit) {}

    @JsonIgnore
    public boolean isPosted() {
        return state.equals("posted");
    }

    @JsonIgnore
    boolean isPayment() {
        return kind.equals(PAYMENT);
    }

    /** What the customer's account gained on {@code account}: credits less debits. */
    public BigDecimal creditOn(String account) {
        return lines.stream()
                .filter(line -> line.account().equals(account))
                .map(line -> line.credit().subtract(line.debit()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    ErpEntry posted(String given, Instant now) {
        return new ErpEntry(id, reference, kind, customer, date, currency, lines, text, "posted", given, origin, now);
    }

    /** The lines on {@code account} as the page of an account shows them. */
    List<ErpPages.Row> linesOn(String account, String shownReference) {
        List<ErpPages.Row> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.account().equals(account)) {
                rows.add(row("%s-%02d".formatted(id, i + 1), line, shownReference));
            }
        }
        return rows;
    }

    private ErpPages.Row row(String lineId, Line line, String shownReference) {
        ObjectNode wire = StandInJson.object()
                .put("id", lineId)
                .put("document", id)
                .put("number", number)
                .put("reference", shownReference)
                .put("origin", isPayment() ? "" : origin)
                .put("customer", customer);
        wire.set("amount", ErpInvoice.money(line.credit().subtract(line.debit()), currency));
        wire.put("date", date).put("text", text).put("changedAt", changedAt.toString());
        return new ErpPages.Row(lineId, changedAt, wire);
    }

    /** Whether both say the same about money; texts and dates may be worded anew by a later attempt. */
    boolean sameMoney(ErpEntry other) {
        return kind.equals(other.kind)
                && customer.equals(other.customer)
                && currency.equals(other.currency)
                && origin.equals(other.origin)
                && lines.equals(other.lines);
    }

    ObjectNode wire() {
        ObjectNode wire = StandInJson.object()
                .put("id", id)
                .put("number", number)
                .put("state", state)
                .put("reference", reference)
                .put("kind", kind)
                .put("customer", customer)
                .put("date", date)
                .put("currency", currency);
        var list = wire.putArray("lines");
        for (Line line : lines) {
            boolean debit = line.debit().signum() != 0;
            list.addObject()
                    .put("account", line.account())
                    .put(debit ? "debit" : "credit", (debit ? line.debit() : line.credit()).toPlainString());
        }
        return wire.put("text", text);
    }
}
