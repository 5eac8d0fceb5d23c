package wallethub.desk;

import wallethub.operation.Precondition;

/**
 * A task is over.
 *
 * @param outcome {@code done}, or {@code dismissed} where nothing had to be done
 */
record CloseTask(String id, String outcome, String reason, Precondition ifMatch) {}
