package wallethub.reporting;

import org.jspecify.annotations.Nullable;

/**
 * A page of the transactions of one wallet, the latest first.
 *
 * @param asOf the entry number that pages count down from; the wallet's latest when it is absent
 * @param cursor where a filtered list goes on
 */
public record ListTransactions(
        long page,
        int size,
        @Nullable Long asOf,
        @Nullable String cursor,
        @Nullable String kind,
        @Nullable String from,
        @Nullable String to) {}
