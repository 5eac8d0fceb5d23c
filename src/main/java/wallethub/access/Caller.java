package wallethub.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * Who asks for an operation.
 *
 * @param subject the name that audit rows and idempotency keys carry, such as {@code customer:cus_01J…} or {@code
 *     system:payments-apply}
 * @param customer the customer a customer's token stands for; null for everyone else
 * @param session the login session the token belongs to, or the key that a store showed; null without one
 * @param address the client's IP address as the edge knows it; null inside the hub. Personal data: for limits and audit
 */
public record Caller(
        Kind kind,
        String subject,
        @Nullable CustomerId customer,
        Set<String> permissions,
        @Nullable String session,
        @Nullable String address) {

    public enum Kind {
        ANONYMOUS,
        CUSTOMER,
        STAFF,
        STORE,
        SYSTEM
    }

    private static final Caller ANONYMOUS = new Caller(Kind.ANONYMOUS, "anonymous", null, Set.of(), null, null);

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    public static Caller anonymous() {
        return ANONYMOUS;
    }

    /** Nobody in particular, from that address. */
    public static Caller anonymous(String address) {
        return new Caller(Kind.ANONYMOUS, "anonymous", null, Set.of(), null, address);
    }

    public static Caller customer(CustomerId customer, Set<String> permissions) {
        return new Caller(Kind.CUSTOMER, "customer:" + customer, customer, permissions, null, null);
    }

    /** A customer in the session of a token. */
    public static Caller customer(
            CustomerId customer, String session, Set<String> permissions, @Nullable String address) {
        return new Caller(Kind.CUSTOMER, "customer:" + customer, customer, permissions, session, address);
    }

    /** Somebody on the staff, with what his roles permit now. */
    public static Caller staff(
            StaffId staff, @Nullable String session, Set<String> permissions, @Nullable String address) {
        return new Caller(Kind.STAFF, "staff:" + staff, null, permissions, session, address);
    }

    /** A store's server, with what its key is good for. */
    public static Caller store(StoreId store, Set<StoreScope> scopes, @Nullable String address) {
        return new Caller(Kind.STORE, "store:" + store, null, wires(scopes), null, address);
    }

    /** The same, by that key. */
    public static Caller store(StoreId store, StoreKeyId key, Set<StoreScope> scopes, @Nullable String address) {
        return new Caller(Kind.STORE, "store:" + store, null, wires(scopes), key.text(), address);
    }

    private static Set<String> wires(Set<StoreScope> scopes) {
        return scopes.stream().map(StoreScope::wire).collect(Collectors.toUnmodifiableSet());
    }

    /** A lane or schedule, named by its route. */
    public static Caller system(String route) {
        return new Caller(Kind.SYSTEM, "system:" + route, null, Set.of(), null, null);
    }

    /** @throws IllegalStateException for anybody who is not on the staff */
    public StaffId staff() {
        if (kind != Kind.STAFF) {
            throw new IllegalStateException(subject + " is not on the staff");
        }
        return new StaffId(subject.substring("staff:".length()));
    }

    /** @throws IllegalStateException for anybody who is no store */
    public StoreId store() {
        if (kind != Kind.STORE) {
            throw new IllegalStateException(subject + " is no store");
        }
        return new StoreId(subject.substring("store:".length()));
    }

    public boolean may(StoreScope scope) {
        return kind == Kind.STORE && may(scope.wire());
    }

    public boolean may(StaffPermission permission) {
        return kind == Kind.STAFF && may(permission.wire());
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }
}
