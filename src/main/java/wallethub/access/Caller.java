package wallethub.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;

/**
 * Who asks for an operation.
 *
 * @param subject the name that audit rows and idempotency keys carry, such as {@code customer:cus_01J…} or {@code
 *     system:payments-apply}
 * @param customer the customer a customer's token stands for; null for everyone else
 */
public record Caller(Kind kind, String subject, @Nullable CustomerId customer, Set<String> permissions) {

    public enum Kind {
        ANONYMOUS,
        CUSTOMER,
        STAFF,
        STORE,
        SYSTEM
    }

    private static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "anonymous", null, Set.of());

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    public static Caller anonymous() {
        return ANONYMOUS;
    }

    public static Caller customer(CustomerId customer, Set<String> permissions) {
        return new Caller(Kind.CUSTOMER, "customer:" + customer, customer, permissions);
    }

    /** A lane or schedule, named by its route. */
    public static Caller system(String route) {
        return new Caller(Kind.SYSTEM, "system:" + route, null, Set.of());
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }
}
