package wallethub.approval;

import wallethub.operation.Precondition;

/** Somebody approves what another asked for, as he has seen it. */
record Approve(String id, Precondition ifMatch) {}
