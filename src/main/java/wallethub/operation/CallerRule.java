package wallethub.operation;

import wallethub.access.Caller;

/** Who may call an operation. */
public sealed interface CallerRule {

    /** Anyone at all; says so in the OpenAPI file too. */
    record Public() implements CallerRule {}

    /** Whoever holds the permission. */
    record Holder(String permission) implements CallerRule {}

    /** The lane or schedule of that route, and nobody else. */
    record SystemRoute(String route) implements CallerRule {}

    default boolean allows(Caller caller) {
        return switch (this) {
            case Public rule -> true;
            case Holder rule -> caller.may(rule.permission());
            case SystemRoute rule ->
                caller.kind() == Caller.Kind.SYSTEM && caller.subject().equals("system:" + rule.route());
        };
    }
}
