package wallethub.recharge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * A recharge as the staff see it: whose it is by id only.
 *
 * @param gateway who takes the money; {@code bank} for a transfer
 * @param account our id of the merchant account or bank account
 * @param awaitingSince since when a bank transfer is waited for; only while it is
 * @param awaitingSeconds its age
 */
record StaffRecharge(
        RechargeId id,
        String reference,
        CustomerId customerId,
        WalletId walletId,
        String method,
        String status,
        String gateway,
        String account,
        Money amount,
        Money credited,
        @Nullable String failureCode,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant awaitingSince,
        @Nullable Long awaitingSeconds) {

    static StaffRecharge of(Recharge recharge, Instant now) {
        boolean awaiting = recharge.state() == RechargeState.AWAITING_CONFIRMATION;
        return new StaffRecharge(
                recharge.id(),
                recharge.reference(),
                recharge.customer(),
                recharge.wallet(),
                recharge.method().wire(),
                recharge.state().wire(),
                recharge.gateway(),
                recharge.account(),
                recharge.amount(),
                recharge.credited(),
                recharge.failureCode(),
                recharge.createdAt(),
                recharge.expiresAt(),
                awaiting ? recharge.createdAt() : null,
                awaiting
                        ? (Long) Math.max(
                                0, Duration.between(recharge.createdAt(), now).toSeconds())
                        : null);
    }
}
