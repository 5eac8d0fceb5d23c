package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Shows finance which bank transfers customers have announced, and since when; or what a reference stands for. */
@Component
class ListBankTransfersHandler implements TransactionHandler<ListBankTransfers, LinkedPage<StaffRecharge>> {

    private static final String NAME = "list-bank-transfers";

    private final StaffRechargeStore transfers;
    private final RechargeStore recharges;
    private final Cursors cursors;
    private final Clock clock;

    ListBankTransfersHandler(StaffRechargeStore transfers, RechargeStore recharges, Cursors cursors, Clock clock) {
        this.transfers = transfers;
        this.recharges = recharges;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListBankTransfers> command() {
        return ListBankTransfers.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.TRANSFER_CONFIRM);
    }

    @Override
    public LinkedPage<StaffRecharge> handle(ListBankTransfers command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CursorList list = CursorList.of(cursors, NAME, caller, query(command), command.cursor());
        return command.reference() == null
                ? awaiting(list, filter(command, now), now)
                : one(list, command.reference(), now);
    }

    private static ListQuery query(ListBankTransfers command) {
        return new ListQuery(command.size())
                .with("reference", command.reference())
                .with("customer", command.customer())
                .with("currency", command.currency())
                .with("olderThanDays", command.olderThanDays());
    }

    private static StaffRechargeStore.Awaiting filter(ListBankTransfers command, Instant now) {
        Integer days = command.olderThanDays();
        // What is announced in this very moment is on the list too.
        Instant before = days == null ? now.plusSeconds(1) : now.minus(Duration.ofDays(days));
        return new StaffRechargeStore.Awaiting(command.customer(), command.currency(), before);
    }

    private LinkedPage<StaffRecharge> awaiting(CursorList list, StaffRechargeStore.Awaiting filter, Instant now) {
        List<StaffRecharge> found = transfers.awaiting(filter, list.after().orElse(""), list.limit()).stream()
                .map(recharge -> StaffRecharge.of(recharge, now))
                .toList();
        return list.page(
                found,
                last -> last.id().text(),
                () -> CursorList.Total.upTo(StaffRechargeStore.COUNTED_MAX, transfers.countAwaiting(filter)));
    }

    private LinkedPage<StaffRecharge> one(CursorList list, String typed, Instant now) {
        TransferReference reference = TransferReference.of(typed)
                .orElseThrow(() -> Cursors.unfit("reference", "is no reference of a transfer; a character is wrong"));
        Optional<StaffRecharge> found =
                recharges.findByReference(reference.text()).map(recharge -> StaffRecharge.of(recharge, now));
        List<StaffRecharge> shown = found.stream().toList();
        return list.lastPage(shown, () -> new CursorList.Total(shown.size(), true));
    }

    @Override
    public Answer answer(LinkedPage<StaffRecharge> outcome) {
        return Answer.page(outcome);
    }
}
