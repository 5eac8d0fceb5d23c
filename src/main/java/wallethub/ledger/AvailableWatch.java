package wallethub.ledger;

import java.util.List;

/** Whoever must know at once that what wallets can spend has changed, by whatever changed it. */
public interface AvailableWatch {

    /**
     * In the transaction that moved the money, right before its commit and under the locks of the wallets; each wallet once,
     * from its first change to its last. What is thrown here gives the money's transaction up.
     */
    void moved(List<AvailableMove> moves);
}
