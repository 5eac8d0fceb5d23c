package wallethub.ledger;

import wallethub.money.Money;

/** Why money moved; decides which sign it has. Which kinds pass the floor and a freeze stands in the database. */
public enum TransferKind {
    /** Captured money of a recharge; never refused by a freeze. */
    RECHARGE(Sign.CREDIT),
    /** Captured money that matches no open recharge. */
    UNMATCHED_CREDIT(Sign.CREDIT),
    /** An order or invoice paid from the wallet. */
    PAYMENT(Sign.DEBIT),
    /** Money given back to the wallet. */
    REFUND(Sign.CREDIT),
    /** What the customer's bank took and never handed on, put into the wallet by a store; never refused by a freeze. */
    RESCUE(Sign.CREDIT),
    /** A rescue taken back, because the bank gave the money back too; may pass the floor. */
    RESCUE_REVERSAL(Sign.DEBIT),
    /** The exact opposite of an earlier transfer. */
    REVERSAL(Sign.EITHER),
    /** Approved by two members of staff; may pass the floor. */
    ADJUSTMENT(Sign.EITHER),
    /** Booked by the bank; may pass the floor. */
    CHARGEBACK(Sign.DEBIT),
    /** Born in the ERP, imported, never sent back; may pass the floor. */
    ERP_ENTRY(Sign.EITHER);

    private enum Sign {
        CREDIT,
        DEBIT,
        EITHER
    }

    private final Sign sign;

    TransferKind(Sign sign) {
        this.sign = sign;
    }

    boolean allows(Money amount) {
        return switch (sign) {
            case CREDIT -> amount.isPositive();
            case DEBIT -> amount.isNegative();
            case EITHER -> !amount.isZero();
        };
    }
}
