package wallethub.event;

import java.time.Instant;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.WalletId;

/**
 * What an alert was about is over; one event per alert that was raised, or none while it stands.
 *
 * @param kind that of the alert
 */
public record AlertCleared(
        EventId eventId, WalletId walletId, CustomerId customerId, AlertId alertId, String kind, Instant occurredAt)
        implements BusinessEvent {}
