package wallethub.invoice;

import org.jspecify.annotations.Nullable;

/**
 * A page of the caller's invoices, the latest first.
 *
 * @param cursor where the list goes on; the first page without one
 * @param state only those in that state
 */
record ListInvoices(
        int size, @Nullable String cursor, @Nullable String state) {}
