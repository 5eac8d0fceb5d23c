package wallethub.checkout;

import java.util.Locale;

/** What a refund of an order is. */
enum RefundState {
    /** The ERP has not answered for the payment yet; given back as soon as it has. */
    WAITING,
    DONE,
    /** Never given back by itself: the ERP refused the payment, and all of it was given back. */
    DROPPED;

    static RefundState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
