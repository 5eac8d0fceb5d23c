package wallethub.desk;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the wallets of all customers.
 *
 * @param balanceFrom plain decimals of {@code currency}, without which they say nothing
 */
record ListWallets(
        int size,
        @Nullable String cursor,
        @Nullable Boolean inDebt,
        @Nullable Boolean frozen,
        @Nullable String currency,
        @Nullable String balanceFrom,
        @Nullable String balanceTo) {}
