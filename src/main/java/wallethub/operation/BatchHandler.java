package wallethub.operation;

import java.util.List;

/**
 * An operation that can do many commands in one transaction, each as it would have been done alone.
 *
 * <p>Commands that lanes ask for at the same moment are gathered; each keeps an outcome of its own. When one of them
 * fails or is refused, all are rolled back and run one by one.
 */
public interface BatchHandler<C, O> extends TransactionHandler<C, O> {

    /** The outcomes in the order of the commands; that order is also the order in which they count as done. */
    List<O> handle(List<Batched<C>> commands);
}
