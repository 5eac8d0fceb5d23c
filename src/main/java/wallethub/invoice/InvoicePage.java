package wallethub.invoice;

import wallethub.operation.ItemPage;
import wallethub.operation.PageLinks;

/** A page of invoices with its neighbours. */
record InvoicePage(ItemPage<Invoice> page, PageLinks links) {}
