package wallethub.privacy;

import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.notification.Messages;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.recharge.CheckoutAddresses;

/** Operation {@code purge-personal-data}: drops what is past its retention and has no schedule of its own; a schedule calls it. */
@Component
class PurgePersonalDataHandler
        implements TransactionHandler<PurgePersonalDataHandler.PurgePersonalData, PurgePersonalDataHandler.Purged> {

    // Short transactions: the next run takes the rest.
    private static final int MOST = 5_000;

    private final PrivacySettings settings;
    private final Messages messages;
    private final CheckoutAddresses addresses;
    private final Clock clock;

    PurgePersonalDataHandler(PrivacySettings settings, Messages messages, CheckoutAddresses addresses, Clock clock) {
        this.settings = settings;
        this.messages = messages;
        this.addresses = addresses;
        this.clock = clock;
    }

    record PurgePersonalData() {}

    record Purged(int messages, int addresses) {}

    @Override
    public String name() {
        return "purge-personal-data";
    }

    @Override
    public Class<PurgePersonalData> command() {
        return PurgePersonalData.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("personal-data-purge");
    }

    @Override
    public Purged handle(PurgePersonalData command, Caller caller) {
        Instant now = clock.instant();
        return new Purged(
                messages.drop(now.minus(settings.retention().messages()), MOST),
                addresses.forget(now.minus(settings.retention().addresses()), MOST));
    }

    @Override
    public Answer answer(Purged purged) {
        return Answer.ok(purged);
    }
}
