package wallethub.invoice;

import java.util.Locale;

/** What an invoice is in the ERP; drafts are not told. */
enum InvoiceState {
    OPEN,
    PAID,
    CANCELLED;

    /** As the API and the database say it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no state is called so */
    static InvoiceState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
