package wallethub.invoice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import wallethub.id.InvoiceId;
import wallethub.money.Money;

/**
 * An invoice as its customer sees it.
 *
 * @param number the ERP's own; absent for one without
 * @param open what is still to be paid of it
 */
public record Invoice(
        InvoiceId id,
        @Nullable String number,
        String state,
        LocalDate issueDate,
        @Nullable LocalDate dueDate,
        Money total,
        Money open,
        @Nullable String text) {}
