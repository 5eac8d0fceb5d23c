package wallethub.event;

import java.time.Instant;
import java.util.Currency;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.WalletId;

/**
 * A customer arrived from the CRM or changed there.
 *
 * @param externalId the CRM's id
 * @param version the CRM's version; larger is newer
 * @param name personal data: masked by every mapping that does not need it
 * @param mobile personal data, E.164
 */
public record CustomerMirrored(
        EventId eventId,
        WalletId walletId,
        CustomerId customerId,
        String externalId,
        long version,
        String name,
        String mobile,
        String language,
        Currency currency,
        Instant occurredAt)
        implements BusinessEvent {}
