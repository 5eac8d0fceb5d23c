package wallethub.ledger;

/** Why money moved; decides whether the floor and a freeze bind it. */
public enum TransferKind {
    /** Captured money of a recharge; never refused by a freeze. */
    RECHARGE,
    /** Captured money that matches no open recharge. */
    UNMATCHED_CREDIT,
    /** An order or invoice paid from the wallet. */
    PAYMENT,
    /** Money given back to the wallet. */
    REFUND,
    /** The exact opposite of an earlier transfer. */
    REVERSAL,
    /** Approved by two members of staff; may pass the floor. */
    ADJUSTMENT,
    /** Booked by the bank; may pass the floor. */
    CHARGEBACK,
    /** Born in the ERP, imported, never sent back; may pass the floor. */
    ERP_ENTRY
}
