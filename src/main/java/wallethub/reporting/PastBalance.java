package wallethub.reporting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * What a wallet had at a moment, by the lines that were booked until then.
 *
 * @param before the first moment that does not count any more
 * @param number of the latest line that counts, 0 for none
 * @param bookedAt when that line was booked; absent for none
 */
record PastBalance(
        WalletId walletId,
        Money balance,
        Instant before,
        long number,
        @Nullable Instant bookedAt) {}
