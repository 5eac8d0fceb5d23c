package wallethub.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a role of the staff may permit: the one list. The OpenAPI file names one of them for each operation; which role has
 * which is data.
 *
 * <p>No name is a customer's permission too: a token of one audience never opens what the other's does.
 */
public enum StaffPermission {
    /**
     * Who one is, and the end of one's own sessions: whoever has a session has it, though the last role is gone. No role gives
     * it and none takes it away.
     */
    SESSION("staff.session"),
    /** What everybody who works here may see of how it is organised; every role has it. */
    SELF("staff.self"),
    CUSTOMER_VIEW("customer.view"),
    CUSTOMER_UNMASK("customer.unmask"),
    CUSTOMER_SESSION_END("customer.session.end"),
    CUSTOMER_ERASE("customer.erase"),
    CUSTOMER_ERASE_APPROVE("customer.erase.approve"),
    LEDGER_VIEW("ledger.view"),
    ALERT_LIST("alert.list"),
    ALERT_ACKNOWLEDGE("alert.acknowledge"),
    WALLET_FREEZE("wallet.freeze"),
    WALLET_UNFREEZE("wallet.unfreeze"),
    WALLET_ADJUST("wallet.adjust"),
    WALLET_ADJUST_APPROVE("wallet.adjust.approve"),
    WALLET_MERGE("wallet.merge"),
    WALLET_MERGE_APPROVE("wallet.merge.approve"),
    RECHARGE_LIST("recharge.list"),
    RECHARGE_RESYNC("recharge.resync"),
    PAYMENT_DECIDE("payment.decide"),
    PAYMENT_DECIDE_APPROVE("payment.decide.approve"),
    TRANSFER_CONFIRM("transfer.confirm"),
    TRANSFER_CONFIRM_APPROVE("transfer.confirm.approve"),
    TRANSFER_CONFIRM_APPROVE_LARGE("transfer.confirm.approve.large"),
    REFUND_REQUEST("refund.request"),
    REFUND_APPROVE("refund.approve"),
    REFUND_APPROVE_LARGE("refund.approve.large"),
    /** What finance must look at although the money is right. */
    TASK_VIEW("task.view"),
    TASK_CLOSE("task.close"),
    APPROVAL_VIEW("approval.view"),
    DEAD_LETTER_VIEW("dead-letter.view"),
    DEAD_LETTER_REPLAY("dead-letter.replay"),
    DEAD_LETTER_REPLAY_MONEY_APPROVE("dead-letter.replay-money.approve"),
    SETTING_VIEW("setting.view"),
    SETTING_EDIT("setting.edit"),
    SETTING_EDIT_APPROVE("setting.edit.approve"),
    STORE_VIEW("store.view"),
    STORE_EDIT("store.edit"),
    STORE_EDIT_APPROVE("store.edit.approve"),
    /** What only takes away: a key, a store's whole access, a link to a customer. At once, by one person. */
    STORE_REVOKE("store.revoke"),
    STAFF_MANAGE("staff.manage"),
    ROLE_EDIT("role.edit"),
    ROLE_APPROVE("role.approve"),
    AUDIT_READ_MONEY("audit.read.money"),
    AUDIT_READ_OPERATIONS("audit.read.operations"),
    AUDIT_READ_CARE("audit.read.care"),
    AUDIT_READ("audit.read"),
    /** The audit itself: of one's own areas, by {@code audit.read.*}, or all of it. Every role with one of those has it. */
    AUDIT_LIST("audit.list");

    private final String wire;

    StaffPermission(String wire) {
        this.wire = wire;
    }

    /** As roles, tokens and OpenAPI files have it. */
    public String wire() {
        return wire;
    }

    /** Whether a role may have it. */
    public boolean isOfRoles() {
        return this != SESSION;
    }

    public static Optional<StaffPermission> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire.equals(wire)).findFirst();
    }

    public static Set<String> wires(StaffPermission... permissions) {
        return Stream.of(permissions).map(StaffPermission::wire).collect(Collectors.toUnmodifiableSet());
    }
}
