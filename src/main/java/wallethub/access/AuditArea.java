package wallethub.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose business an action is, by the beginning of its name: the one table. {@code audit.read} reads all areas; an action of
 * none is seen by nobody else.
 */
public enum AuditArea {
    MONEY(
            StaffPermission.AUDIT_READ_MONEY,
            "recharge.",
            "payment.",
            "transfer.",
            "refund.",
            "store.",
            "task.",
            "wallet.adjust",
            "wallet.merge",
            "wallet.refund",
            "dead-letter.replay-money",
            "dead-letter.discard-money"),
    OPERATIONS(
            StaffPermission.AUDIT_READ_OPERATIONS,
            "dead-letter.assigned",
            "dead-letter.commented",
            "dead-letter.discarded",
            "dead-letter.replayed",
            "setting."),
    CARE(StaffPermission.AUDIT_READ_CARE, "alert.", "customer.", "wallet.freeze", "wallet.unfreeze"),
    /** Accounts, roles, logins, the audit itself. */
    GENERAL(StaffPermission.AUDIT_READ, "staff.", "role.", "approval.", "audit.", "login.", "idp.", "account.");

    private final StaffPermission reader;

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable, which its type does not say
    private final List<String> prefixes;

    AuditArea(StaffPermission reader, String... prefixes) {
        this.reader = reader;
        this.prefixes = List.of(prefixes);
    }

    public List<String> prefixes() {
        return prefixes;
    }

    static Optional<AuditArea> of(String action) {
        return Arrays.stream(values())
                .filter(area -> area.prefixes.stream().anyMatch(action::startsWith))
                .findFirst();
    }

    /** The areas that the caller may read of without reading all. */
    static List<AuditArea> of(Caller caller) {
        return Arrays.stream(values())
                .filter(area -> area != GENERAL && caller.may(area.reader))
                .toList();
    }
}
