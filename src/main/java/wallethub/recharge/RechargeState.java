package wallethub.recharge;

import java.util.Locale;

/** Where a recharge stands. A state is left for one of a higher rank only, so that it never goes backwards. */
enum RechargeState {
    /** The row is there; the gateway is being asked for a checkout. */
    CREATED(0),
    /** The gateway did not answer; the checkout may exist. */
    UNKNOWN(1),
    PENDING(2),
    AWAITING_CONFIRMATION(2),
    AUTHORISED(3),
    /** A signed event says that money came; the status API has not confirmed it yet. */
    CONFIRMING(4),
    FAILED(5),
    EXPIRED(5),
    CANCELLED(5),
    /** Money came that finance must decide about. */
    PARKED(6),
    PARTIALLY_CAPTURED(7),
    SUCCEEDED(8),
    /** Paid after it had expired or was cancelled; late money is real money. */
    PAID_LATE(8),
    PARTIALLY_REFUNDED(9),
    REFUNDED(10);

    private final int rank;

    RechargeState(int rank) {
        this.rank = rank;
    }

    boolean mayBecome(RechargeState next) {
        return next.rank > rank;
    }

    /** Nothing more is asked of the gateway. */
    boolean isSettled() {
        return rank >= PARKED.rank;
    }

    /** As the API and the table have it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RechargeState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
