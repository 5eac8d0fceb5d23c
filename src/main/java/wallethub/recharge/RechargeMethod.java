package wallethub.recharge;

import java.util.Locale;

/** How the customer pays. */
enum RechargeMethod {
    /** In a gateway's hosted checkout. */
    CARD,
    /** By a transfer to a bank account of ours, which two of the staff confirm. */
    BANK_TRANSFER;

    /** As the API and the table have it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RechargeMethod of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
