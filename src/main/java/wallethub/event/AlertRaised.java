package wallethub.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * Something about a wallet became so that somebody should know; one event per alert. No money moved by it.
 *
 * @param kind "low_balance", "debt", "deduction_failed" or "payment_parked"
 * @param amount of a low balance or a debt what could be spent then, negative in debt; of a deduction what was missing; of a
 *     payment what was asked for
 * @param threshold what the balance fell below; null for other kinds
 * @param reference the document that it is about, such as an invoice; null when it is about the wallet itself
 */
public record AlertRaised(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        AlertId alertId,
        String kind,
        Money amount,
        @Nullable Money threshold,
        @Nullable String reference,
        Instant occurredAt)
        implements BusinessEvent {}
