package wallethub.operation;

import java.util.function.Function;

/** The idempotency of one request: its key, what it was asked, and how its answer is kept. */
record Keyed(OperationKey key, byte[] fingerprint, Function<Answer, HttpReply> form) {}
