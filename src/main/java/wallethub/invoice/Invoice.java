package wallethub.invoice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import wallethub.id.InvoiceId;
import wallethub.money.Money;

/**
 * An invoice as its customer sees it.
 *
 * @param number the ERP's own; absent for one without
 * @param state as the ERP has it; also paid when all of it was deducted and the ERP has not counted that yet
 * @param open what is still to be paid of it
 * @param pdf where the ERP shows it
 */
public record Invoice(
        InvoiceId id,
        @Nullable String number,
        String state,
        LocalDate issueDate,
        @Nullable LocalDate dueDate,
        Money total,
        Money open,
        @Nullable String text,
        @Nullable String pdf) {}
