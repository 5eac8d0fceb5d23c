package wallethub.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;
import wallethub.gateway.GatewayContacts.Contact;

/**
 * The gateways as this instance last met them. One that does not answer degrades the hub, which takes its callbacks and
 * confirms them later.
 */
@Component("gatewaysHealthIndicator")
class GatewaysHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final GatewayAccounts accounts;
    private final GatewayContacts contacts;

    GatewaysHealth(GatewayAccounts accounts, GatewayContacts contacts) {
        this.accounts = accounts;
        this.contacts = contacts;
    }

    @Override
    public Health health() {
        List<GatewayAccount> all = accounts.all();
        boolean failing = all.stream()
                .flatMap(account -> contacts.find(account.id()).stream())
                .anyMatch(Contact::isFailing);
        Map<String, Object> details = new LinkedHashMap<>();
        all.forEach(account -> details.put(account.id(), described(account)));
        return Health.status(failing ? DEGRADED : Status.UP)
                .withDetails(details)
                .build();
    }

    private Map<String, Object> described(GatewayAccount account) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("gateway", account.gateway());
        contacts.find(account.id()).ifPresent(contact -> {
            put(told, "lastSuccess", contact.lastSuccess());
            put(told, "lastFailure", contact.lastFailure());
            put(told, "lastFailureCode", contact.failureCode());
        });
        return told;
    }

    private static void put(Map<String, Object> told, String name, @Nullable Object value) {
        if (value != null) {
            told.put(name, value.toString());
        }
    }
}
