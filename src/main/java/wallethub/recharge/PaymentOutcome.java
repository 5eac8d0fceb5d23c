package wallethub.recharge;

import java.time.Duration;
import wallethub.id.ReceiptId;

/** What a payment event did. */
sealed interface PaymentOutcome {

    record Credited(ReceiptId receipt) implements PaymentOutcome {}

    /** The recharge went on without money. */
    record Moved(RechargeState state) implements PaymentOutcome {}

    /** Known already, or overtaken. */
    record Unchanged(RechargeState state) implements PaymentOutcome {}

    /** Not credited; finance decides. */
    record Parked(String reason) implements PaymentOutcome {}

    /** Its recharge is not here (yet); it comes again after the pause. */
    record Orphan(Duration pause) implements PaymentOutcome {}

    /** The status API has not been asked, or did not answer. */
    record Unconfirmed() implements PaymentOutcome {}

    /** The settings do not know its merchant account any more. */
    record AccountUnknown(String account) implements PaymentOutcome {}

    /** Not about taking money in: finance was told. */
    record Noted(String kind) implements PaymentOutcome {}

    /** Nothing that the hub does anything about. */
    record Ignored(String type) implements PaymentOutcome {}
}
