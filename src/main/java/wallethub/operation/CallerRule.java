package wallethub.operation;

import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;

/** Who may call an operation. */
public sealed interface CallerRule {

    /** Anyone at all; says so in the OpenAPI file too. */
    record Public() implements CallerRule {}

    /** Whichever customer holds the permission. */
    record Holder(String permission) implements CallerRule {}

    /** Whoever on the staff holds the permission. */
    record Staff(StaffPermission permission) implements CallerRule {}

    /** Whichever store shows a key of that scope. */
    record Store(StoreScope scope) implements CallerRule {}

    /** The lane or schedule of that route, and nobody else. */
    record SystemRoute(String route) implements CallerRule {}

    default boolean allows(Caller caller) {
        return switch (this) {
            case Public rule -> true;
            case Holder rule -> caller.kind() == Caller.Kind.CUSTOMER && caller.may(rule.permission());
            case Staff rule -> caller.may(rule.permission());
            case Store rule -> caller.may(rule.scope());
            case SystemRoute rule ->
                caller.kind() == Caller.Kind.SYSTEM && caller.subject().equals("system:" + rule.route());
        };
    }
}
