package wallethub.embedded;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The books of the ERP that a play runs against: what is posted there, seen without the hub, and its switch. */
interface ErpBooks {

    /** One posted line of a customer's wallet: the ERP's number, and what the wallet gained. */
    record Booked(@Nullable String number, BigDecimal amount) {}

    /** Those of the stand-in, or of the Tryton beside it. */
    static ErpBooks of(EmbeddedDefault around) {
        return around.tryton().<ErpBooks>map(TrytonBooks::new).orElseGet(() -> new StandInBooks(around.erp()));
    }

    /** In the order in which they were made. */
    List<Booked> posted(String customer);

    /** Drafts included. */
    int documents();

    /** What an accountant books by hand; the wallet gains the amount, or loses it. */
    void correct(String customer, BigDecimal amount);

    /** What the ERP invoices by itself, due in a month at the latest; its number. */
    String invoice(String customer, BigDecimal total);

    boolean isPaid(String invoice);

    void switchOff();

    void switchOn();
}
