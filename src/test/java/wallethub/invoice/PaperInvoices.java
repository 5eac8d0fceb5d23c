package wallethub.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

/** The ERP on paper: invoices of one customer, who paid what of them, and every word that it would tell of them. */
final class PaperInvoices {

    /** One invoice; amounts in fils. */
    static final class Sheet {
        final String id;
        final long total;
        private boolean cancelled;
        private long cash;
        private int version;
        private final Map<String, Long> wallet = new LinkedHashMap<>();

        private Sheet(String id, long total) {
            this.id = id;
            this.total = total;
        }

        long byWallet() {
            return wallet.values().stream().mapToLong(Long::longValue).sum();
        }

        long open() {
            return cancelled ? 0 : total - cash - byWallet();
        }

        boolean isCancelled() {
            return cancelled;
        }

        private String state() {
            return cancelled ? "cancelled" : open() == 0 ? "paid" : "open";
        }
    }

    private final CustomerRow customer;
    private final String prefix;
    private final Map<String, Sheet> sheets = new LinkedHashMap<>();
    private final Map<String, String> refusals = new HashMap<>();
    private int clock;

    PaperInvoices(CustomerRow customer, String prefix) {
        this.customer = customer;
        this.prefix = prefix;
    }

    List<Sheet> all() {
        return new ArrayList<>(sheets.values());
    }

    void issue(long total) {
        Sheet sheet = new Sheet(prefix + "-" + (sheets.size() + 1), total);
        sheets.put(sheet.id, sheet);
        touch(sheet);
    }

    /** At the counter, beside the wallet. */
    void cash(Sheet sheet, long amount) {
        sheet.cash += amount;
        touch(sheet);
    }

    void undoCash(Sheet sheet) {
        sheet.cash = 0;
        touch(sheet);
    }

    void cancel(Sheet sheet) {
        sheet.cancelled = true;
        touch(sheet);
    }

    void touch(Sheet sheet) {
        clock++;
        sheet.version = clock;
    }

    /** Books a payment of the wallet once per reference; false when it will not. */
    boolean pay(String reference, String id, long amount) {
        Sheet sheet = Objects.requireNonNull(sheets.get(id), id);
        if (sheet.wallet.containsKey(reference)) {
            return true;
        }
        if (refusals.containsKey(reference) || sheet.cancelled || amount > sheet.open()) {
            refusals.put(reference, "INVOICE_NOT_OPEN");
            return false;
        }
        sheet.wallet.put(reference, amount);
        touch(sheet);
        return true;
    }

    MirrorInvoice word(Sheet sheet) {
        return InvoiceFixture.word(
                customer,
                sheet.id,
                sheet.state(),
                fils(sheet.total),
                fils(sheet.open()),
                InvoiceFixture.DAY.plusDays(Math.floorMod(sheet.id.hashCode(), 5)),
                sheet.version);
    }

    private static Money fils(long amount) {
        return new Money(amount, InvoiceFixture.KWD);
    }
}
