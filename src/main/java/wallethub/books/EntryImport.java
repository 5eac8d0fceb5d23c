package wallethub.books;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.customer.ErasedCustomers;
import wallethub.event.WalletCorrected;
import wallethub.id.EventId;
import wallethub.id.OwnId;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Mappings;

/** Decides what a line of the ERP is, and makes a transfer of one that was born there; once per line, for ever. */
@Component
class EntryImport {

    private static final Logger log = LoggerFactory.getLogger(EntryImport.class);

    private final EntryStore store;
    private final Customers customers;
    private final ErasedCustomers erased;
    private final Ledger ledger;
    private final Mappings mappings;
    private final Clock clock;

    EntryImport(
            EntryStore store,
            Customers customers,
            ErasedCustomers erased,
            Ledger ledger,
            Mappings mappings,
            Clock clock) {
        this.store = store;
        this.customers = customers;
        this.erased = erased;
        this.ledger = ledger;
        this.mappings = mappings;
        this.clock = clock;
    }

    /** In the caller's transaction. */
    ImportOutcome apply(ImportErpEntry line) {
        ImportErpEntry told = pseudonymous(line);
        Optional<BookedEntry> known = store.find(told.system(), told.lineId());
        if (known.isPresent()) {
            return again(known.get(), told);
        }
        return OwnId.isOne(told.reference()) ? ofOurs(told) : bornThere(told);
    }

    /** The ERP still says who it was whom the hub has erased; the money is applied all the same. */
    private ImportErpEntry pseudonymous(ImportErpEntry line) {
        String standIn = erased.standIn(line.customer());
        return standIn.equals(line.customer())
                ? line
                : line.of(standIn, OwnId.isOne(line.reference()) ? line.reference() : "");
    }

    private ImportOutcome again(BookedEntry known, ImportErpEntry told) {
        if (!told.changedAt().isAfter(known.changedAt())) {
            return new ImportOutcome.KnownAlready();
        }
        if (known.saysTheSame(told)) {
            store.changed(told);
            return new ImportOutcome.Unchanged();
        }
        finding("changed", text(known.amount().toString(), known.customer(), known.reference()), told);
        return new ImportOutcome.Changed();
    }

    private ImportOutcome ofOurs(ImportErpEntry told) {
        if (TransferId.isValid(told.reference())) {
            TransferId transfer = new TransferId(told.reference());
            if (ledger.exists(transfer)) {
                store.note(told, "hub", transfer, now());
                return new ImportOutcome.Noted(transfer);
            }
        }
        store.note(told, "unknown", null, now());
        finding("unknown_reference", "", told);
        return new ImportOutcome.UnknownReference();
    }

    private ImportOutcome bornThere(ImportErpEntry told) {
        if (told.amount().isZero()) {
            store.note(told, "erp", null, now());
            return new ImportOutcome.MovesNothing();
        }
        if (told.customer().isBlank()) {
            return new ImportOutcome.NoCustomer();
        }
        Optional<Customer> customer = customers.findByExternalId(told.customer());
        if (customer.isEmpty()) {
            return new ImportOutcome.CustomerUnknown();
        }
        Transfer transfer = transfer(customer.get(), told);
        return switch (ledger.post(transfer)) {
            case PostOutcome.Posted posted -> imported(posted, transfer, customer.get(), told);
            case PostOutcome.CurrencyMismatch mismatch -> new ImportOutcome.CurrencyMismatch(mismatch.walletCurrency());
            // Its row and its transfer are of one transaction, and its kind passes floor and freeze.
            case PostOutcome.AlreadyPosted already -> throw impossible(told, already);
            case PostOutcome.KeyReused reused -> throw impossible(told, reused);
            case PostOutcome.InsufficientFunds funds -> throw impossible(told, funds);
            case PostOutcome.WalletFrozen frozen -> throw impossible(told, frozen);
            case PostOutcome.UnknownWallet unknown -> throw impossible(told, unknown);
        };
    }

    private Transfer transfer(Customer customer, ImportErpEntry told) {
        return new Transfer(
                TransferId.next(),
                TransferKind.ERP_ENTRY,
                customer.wallet(),
                told.amount(),
                "erp:" + told.system(),
                told.system() + ":" + told.lineId(),
                told.date().atStartOfDay(mappings.businessZone()).toInstant());
    }

    private ImportOutcome imported(
            PostOutcome.Posted posted, Transfer transfer, Customer customer, ImportErpEntry told) {
        if (!told.number().isBlank()) {
            ledger.number(transfer.id(), told.number());
        }
        store.note(told, "erp", transfer.id(), now());
        log.atInfo()
                .addKeyValue("walletId", customer.wallet())
                .addKeyValue("transferId", transfer.id())
                .addKeyValue("line", told.lineId())
                .log("entry of the ERP imported");
        return new ImportOutcome.Imported(new WalletCorrected(
                EventId.next(),
                customer.wallet(),
                customer.id(),
                transfer.id(),
                told.amount(),
                posted.balanceAfter(),
                posted.entryNumber(),
                told.number().isBlank() ? null : told.number(),
                transfer.occurredAt()));
    }

    private void finding(String cause, String known, ImportErpEntry told) {
        store.keepFinding(told, cause, known, text(told.amount().toString(), told.customer(), told.reference()), now());
        log.atError()
                .addKeyValue("cause", cause)
                .addKeyValue("system", told.system())
                .addKeyValue("line", told.lineId())
                .addKeyValue("number", told.number())
                .log("a line of the ERP is not applied; finance looks at it");
    }

    private static String text(String amount, String customer, String reference) {
        return amount + " of " + customer + (reference.isEmpty() ? "" : " for " + reference);
    }

    private static IllegalStateException impossible(ImportErpEntry told, PostOutcome outcome) {
        return new IllegalStateException("line " + told.lineId() + " of " + told.system() + " came to " + outcome);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
