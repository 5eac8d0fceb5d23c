package wallethub.operation;

/** What an Idempotency-Key is unique in: who uses it, for which operation. */
record OperationKey(String principal, String operation, String key) {}
