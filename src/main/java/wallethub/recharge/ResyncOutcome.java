package wallethub.recharge;

import java.time.Duration;

/** What asking the gateway brought. */
sealed interface ResyncOutcome {

    /**
     * @param found what its answer did, as a lane would note it: {@code CREDITED}, {@code MOVED}, {@code UNCHANGED},
     *     {@code PARKED}
     */
    record Answered(String found, StaffRecharge recharge) implements ResyncOutcome {}

    record Missing() implements ResyncOutcome {}

    /** No gateway has part in it. */
    record NotAtGateway() implements ResyncOutcome {}

    /** Another request is asking the gateway for its checkout at this moment. */
    record BeingMade() implements ResyncOutcome {}

    /** The gateway did not answer; nothing has changed. */
    record Unavailable(Duration retryAfter) implements ResyncOutcome {}
}
