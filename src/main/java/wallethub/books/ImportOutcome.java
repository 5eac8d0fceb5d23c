package wallethub.books;

import wallethub.event.WalletCorrected;
import wallethub.id.TransferId;

/** What became of a line of the ERP; only the first one moved money. */
sealed interface ImportOutcome {

    /** Born in the ERP; it is a transfer of the wallet now. */
    record Imported(WalletCorrected event) implements ImportOutcome {}

    /** It carries a reference of ours: the ERP's side of a transfer that we have. */
    record Noted(TransferId transfer) implements ImportOutcome {}

    /** Born in the ERP, of nothing. */
    record MovesNothing() implements ImportOutcome {}

    /** Known with this change or a later one. */
    record KnownAlready() implements ImportOutcome {}

    /** Changed in what moves no money. */
    record Unchanged() implements ImportOutcome {}

    /** Another amount, customer or reference than was imported: a finding, and nothing else. */
    record Changed() implements ImportOutcome {}

    /** Its reference looks like ours and is of no transfer that we have: a finding, and nothing else. */
    record UnknownReference() implements ImportOutcome {}

    /** A line of nobody on the account of all wallets. */
    record NoCustomer() implements ImportOutcome {}

    /** Its mirror may be on its way. */
    record CustomerUnknown() implements ImportOutcome {}

    record CurrencyMismatch(String walletCurrency) implements ImportOutcome {}
}
