package wallethub.recharge;

import org.jspecify.annotations.Nullable;

/**
 * A page of bank transfers that are waited for, the oldest first; or the one of a reference, wherever it stands.
 *
 * @param reference as the bank's statement has it
 * @param olderThanDays only those announced so long ago at least
 */
record ListBankTransfers(
        int size,
        @Nullable String cursor,
        @Nullable String reference,
        @Nullable String customer,
        @Nullable String currency,
        @Nullable Integer olderThanDays) {}
