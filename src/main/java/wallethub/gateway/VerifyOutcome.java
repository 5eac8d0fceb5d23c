package wallethub.gateway;

/** Whether a callback is what it claims to be. */
public sealed interface VerifyOutcome {

    /**
     * The gateway's own, for this account.
     *
     * @param orderingKey the payment's; events of one payment are handled one after another
     * @param idempotencyKey the event's, for longer than the gateway retries
     * @param mapping reads it, later; what it cannot read becomes a dead letter, never a refused callback
     */
    record Verified(GatewayAccount account, String orderingKey, String idempotencyKey, String mapping)
            implements VerifyOutcome {}

    record UnknownEndpoint() implements VerifyOutcome {}

    /** @param reason for the log; the sender is told nothing */
    record SignatureInvalid(GatewayAccount account, String reason) implements VerifyOutcome {}
}
