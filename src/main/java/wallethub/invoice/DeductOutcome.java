package wallethub.invoice;

/** What became of a look at the invoices of a wallet. */
sealed interface DeductOutcome {

    /**
     * @param deducted how many invoices were paid, in part or in whole
     * @param givenBack how many payments of cancelled invoices were
     */
    record Looked(int deducted, int givenBack) implements DeductOutcome {}

    record UnknownWallet() implements DeductOutcome {}
}
