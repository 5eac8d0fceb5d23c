package wallethub.operation;

import wallethub.access.Caller;
import wallethub.lane.Origin;

/** One command among others in the same transaction, with who asked for it. */
public record Batched<C>(C command, Caller caller, Origin origin) {}
