package wallethub.access;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a key of a store may be good for: the one list. The OpenAPI file of the stores names one of them for each operation.
 *
 * <p>A scope may have the name of a customer's or the staff's permission: whose it is, the caller's kind says.
 */
public enum StoreScope {
    CUSTOMER_LINK("customer.link"),
    ORDER_CREATE("order.create"),
    ORDER_VIEW("order.view"),
    ORDER_CANCEL("order.cancel"),
    ORDER_REFUND("order.refund"),
    ORDER_RESCUE("order.rescue"),
    HOLD_PLACE("hold.place"),
    HOLD_CAPTURE("hold.capture"),
    HOLD_RELEASE("hold.release");

    private final String wire;

    StoreScope(String wire) {
        this.wire = wire;
    }

    /** As keys, tokens and the OpenAPI file have it. */
    public String wire() {
        return wire;
    }

    public static Optional<StoreScope> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire.equals(wire)).findFirst();
    }
}
