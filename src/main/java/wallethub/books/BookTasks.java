package wallethub.books;

import java.time.Clock;
import org.springframework.stereotype.Component;
import wallethub.id.TransferId;

/** Tasks of finance about a transfer, for later packages to raise in their transactions. */
@Component
public class BookTasks {

    /** What is to be looked at. */
    public enum Kind {
        /** The ERP cancelled an invoice whose payment it has, and some of that was refunded before. */
        INVOICE_CANCELLED,
        /** The ERP has more payments of an invoice from the wallet than the invoice is of by now. */
        INVOICE_OVERPAID,
        /** Money was given back into the wallet of a customer who was merged into another. */
        MERGED_WALLET_CREDITED
    }

    private final RefusalStore store;
    private final Clock clock;

    BookTasks(RefusalStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** One task of a kind per transfer, however often it is raised. */
    public void raise(Kind kind, TransferId transfer, String code, String message) {
        store.task(kind, transfer, code, message, clock.instant());
    }
}
