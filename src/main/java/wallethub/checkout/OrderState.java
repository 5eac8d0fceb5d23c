package wallethub.checkout;

import java.util.Locale;

/** What an order is. Only an open one can be paid, and of the others only a paid one is given back. */
enum OrderState {
    OPEN,
    PAID,
    CANCELLED,
    EXPIRED,
    /** Paid, and refused by the ERP for good: the money was given back as a whole. */
    REJECTED;

    static OrderState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
