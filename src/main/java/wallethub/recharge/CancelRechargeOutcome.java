package wallethub.recharge;

import java.time.Duration;

/** What became of the wish to cancel. */
sealed interface CancelRechargeOutcome {

    record Cancelled(RechargeView recharge) implements CancelRechargeOutcome {}

    /** Not there, or another customer's. */
    record Missing() implements CancelRechargeOutcome {}

    /** It is past the point where it can be cancelled. */
    record Conflict(RechargeState state) implements CancelRechargeOutcome {}

    /** Another request is asking the gateway for its checkout at this moment. */
    record BeingMade() implements CancelRechargeOutcome {}

    /** The customer has been through the checkout; its money decides. */
    record Completed() implements CancelRechargeOutcome {}

    /** The gateway did not answer; nothing has changed. */
    record Unavailable(Duration retryAfter) implements CancelRechargeOutcome {}
}
