package wallethub.reporting;

import wallethub.operation.ItemPage;
import wallethub.operation.PageLinks;

/** A page of transactions with its neighbours. */
record TransactionPage(ItemPage<TransactionView> page, PageLinks links) {}
