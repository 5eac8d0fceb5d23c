package wallethub.lane;

import java.util.List;

/**
 * Told of settled deliveries inside the settle transaction: what it writes commits with the settle, once per delivery.
 * It must be quick, call nobody, and lock rows in id order.
 */
public interface DeliveryListener {

    /** The lane whose deliveries it wants, such as {@code erp}. */
    String lane();

    void settled(List<Settlement> settlements);
}
