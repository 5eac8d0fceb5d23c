package wallethub.recharge;

import java.time.Duration;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/** What became of the wish for a recharge. */
sealed interface CreateRechargeOutcome {

    record Created(RechargeView recharge) implements CreateRechargeOutcome {}

    /** Against a rule of ours; nothing was made. */
    record Refused(ErrorCode code, String detail) implements CreateRechargeOutcome {}

    /** Against a limit of the currency. */
    record OutOfLimits(ErrorCode code, Money limit) implements CreateRechargeOutcome {}

    /** The gateway said no for good. */
    record Declined(String rechargeId) implements CreateRechargeOutcome {}

    /** The gateway did not answer; the same request again goes on with the same recharge. */
    record Unavailable(String rechargeId, Duration retryAfter) implements CreateRechargeOutcome {}
}
