package wallethub.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.StaffId;
import wallethub.id.TransferId;

/**
 * What finance must look at although the wallet is right. Closing it moves no money.
 *
 * @param id such as {@code recharge-12} or {@code books-7}: by whom it was made, and its number there
 * @param state {@code open}, {@code done} or {@code dismissed}
 * @param paymentId at the gateway
 * @param detail what exactly: the ERP's code, or what the gateway told
 * @param message the ERP's, masked; only of one task
 * @param ageSeconds since it was made
 * @param steps what people did with it, the latest first; only of one task
 */
record FinanceTask(
        String id,
        String kind,
        String state,
        @Nullable CustomerId customerId,
        @Nullable RechargeId rechargeId,
        @Nullable TransferId transferId,
        @Nullable String gateway,
        @Nullable String account,
        @Nullable String paymentId,
        String detail,
        @Nullable String message,
        Instant madeAt,
        long ageSeconds,
        @Nullable StaffId assignee,
        @Nullable Closed closed,
        @Nullable List<Step> steps) {

    /**
     * @param by {@code erp} when it has after all what it refused, {@code store} when its rescue was taken back; else somebody of
     *     the staff
     */
    record Closed(String by, @Nullable String reason, Instant at) {}

    /** @param verb {@code assign}, {@code comment}, {@code done} or {@code dismissed} */
    record Step(String verb, StaffId by, @Nullable StaffId assignee, String reason, Instant at) {}

    static FinanceTask of(FinanceTaskStore.Row row, Instant now) {
        return new FinanceTask(
                row.key().text(),
                row.kind(),
                row.state(),
                row.customer(),
                row.recharge(),
                row.transfer(),
                row.gateway(),
                row.account(),
                row.paymentId(),
                row.detail(),
                null,
                row.madeAt(),
                Math.max(0, Duration.between(row.madeAt(), now).toSeconds()),
                row.assignee(),
                row.closed(),
                null);
    }

    FinanceTask with(@Nullable String message, List<Step> steps) {
        return new FinanceTask(
                id,
                kind,
                state,
                customerId,
                rechargeId,
                transferId,
                gateway,
                account,
                paymentId,
                detail,
                message == null ? null : MaskedDocument.text(message),
                madeAt,
                ageSeconds,
                assignee,
                closed,
                List.copyOf(steps));
    }
}
