package wallethub.reconciliation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, as operators read it: amounts are texts with the decimals of their currency.
 *
 * @param items the first of the differences, the unexplained ones before all others
 */
public record RunReport(
        long id,
        String key,
        String state,
        Instant startedAt,
        @Nullable Instant snapshotAt,
        @Nullable Instant finishedAt,
        @Nullable String failure,
        long wallets,
        long lines,
        long differences,
        long unexplained,
        long standing,
        List<Total> totals,
        List<CauseSum> causes,
        List<Difference> items) {

    public RunReport {
        totals = List.copyOf(totals);
        causes = List.copyOf(causes);
        items = List.copyOf(items);
    }

    /**
     * All wallets of one currency: {@code balance = erpConfirmed + inFlight + refused}, and
     * {@code difference = balance - erp}.
     *
     * @param later of what the hub did after the snapshot; not in {@code erp}
     * @param unexplained what of the difference no cause explains
     */
    public record Total(
            String currency,
            long wallets,
            String balance,
            String erpConfirmed,
            String inFlight,
            String refused,
            String erp,
            String later,
            String difference,
            String unexplained) {}

    /** @param amount by how much the hub has more than the ERP */
    public record CauseSum(String cause, String currency, long count, String amount, long standing) {}

    /**
     * @param reference ours, or {@code system:line} of one that was born in the ERP
     * @param numbers of the ERP's documents
     */
    public record Difference(
            String cause,
            String note,
            @Nullable String wallet,
            String reference,
            String numbers,
            String currency,
            String hub,
            String erp,
            Instant firstSeenAt,
            boolean standing) {}
}
