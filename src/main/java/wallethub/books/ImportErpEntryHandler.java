package wallethub.books;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.lane.EventPublisher;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Operation {@code import-erp-entry}: a line that the ERP has on the wallet liability account. Born there, it becomes one
 * transfer, whatever the floor says, and is never sent back; ours is only noted.
 */
@Component
class ImportErpEntryHandler implements TransactionHandler<ImportErpEntry, ImportOutcome> {

    private final EntryImport entries;
    private final EventPublisher events;

    ImportErpEntryHandler(EntryImport entries, EventPublisher events) {
        this.entries = entries;
        this.events = events;
    }

    @Override
    public String name() {
        return "import-erp-entry";
    }

    @Override
    public Class<ImportErpEntry> command() {
        return ImportErpEntry.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("erp-feed-apply");
    }

    @Override
    public ImportOutcome handle(ImportErpEntry command, Caller caller) {
        ImportOutcome outcome = entries.apply(command);
        if (outcome instanceof ImportOutcome.Imported imported) {
            events.publish(List.of(imported.event()));
        }
        return outcome;
    }

    @Override
    public Answer answer(ImportOutcome outcome) {
        return switch (outcome) {
            case ImportOutcome.Imported imported ->
                Answer.settled(
                        Outcome.SUCCESS,
                        "ENTRY_IMPORTED",
                        "imported as " + imported.event().transferId());
            case ImportOutcome.Noted noted ->
                Answer.settled(Outcome.SUCCESS, "ENTRY_OURS", "books " + noted.transfer());
            case ImportOutcome.MovesNothing nothing ->
                Answer.settled(Outcome.SUCCESS, "ENTRY_EMPTY", "its amount is zero");
            case ImportOutcome.Unchanged unchanged ->
                Answer.settled(Outcome.SUCCESS, "ENTRY_UNCHANGED", "it moves what it moved");
            case ImportOutcome.KnownAlready known ->
                Answer.settled(Outcome.DISCARD, "ENTRY_KNOWN", "this change is known already, or a later one");
            case ImportOutcome.Changed changed ->
                Answer.settled(Outcome.DISCARD, "ENTRY_CHANGED", "a finding for finance; the wallet stays as it is");
            case ImportOutcome.UnknownReference unknown ->
                Answer.settled(
                        Outcome.DISCARD, "ENTRY_REFERENCE_UNKNOWN", "a finding for finance; the wallet stays as it is");
            case ImportOutcome.NoCustomer nobody ->
                Answer.settled(
                        Outcome.FATAL, "ENTRY_WITHOUT_CUSTOMER", "money of nobody on the account of all wallets");
            case ImportOutcome.CustomerUnknown unknown ->
                Answer.settled(Outcome.RETRY, "CUSTOMER_UNKNOWN", "the customer has not arrived from the CRM yet");
            case ImportOutcome.CurrencyMismatch mismatch ->
                Answer.settled(Outcome.FATAL, "CURRENCY_MISMATCH", "the wallet is in " + mismatch.walletCurrency());
        };
    }
}
