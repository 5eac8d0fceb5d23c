package wallethub.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When each account's gateway last answered this instance, and when it last did not. */
@Component
class GatewayContacts {

    private static final Contact NONE = new Contact(null, null, null);

    private final Map<String, Contact> contacts = new ConcurrentHashMap<>();
    private final Clock clock;

    GatewayContacts(Clock clock) {
        this.clock = clock;
    }

    /** @param failureCode of the last failure */
    record Contact(
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String failureCode) {

        boolean isFailing() {
            return lastFailure != null && (lastSuccess == null || lastSuccess.isBefore(lastFailure));
        }
    }

    Optional<Contact> find(String account) {
        return Optional.ofNullable(contacts.get(account));
    }

    void answered(String account) {
        Instant now = clock.instant();
        contacts.compute(account, (id, known) -> {
            Contact before = known == null ? NONE : known;
            return new Contact(now, before.lastFailure(), before.failureCode());
        });
    }

    void failed(String account, String code) {
        Instant now = clock.instant();
        contacts.compute(account, (id, known) -> new Contact(known == null ? null : known.lastSuccess(), now, code));
    }
}
