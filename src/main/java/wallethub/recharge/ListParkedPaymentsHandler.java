package wallethub.recharge;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

/** Shows finance the money that was not credited, and why. */
@Component
class ListParkedPaymentsHandler implements TransactionHandler<ListParkedPayments, LinkedPage<ParkedPaymentView>> {

    private static final String NAME = "list-parked-payments";

    private final ParkStore parks;
    private final Cursors cursors;
    private final Clock clock;

    ListParkedPaymentsHandler(ParkStore parks, Cursors cursors, Clock clock) {
        this.parks = parks;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListParkedPayments> command() {
        return ListParkedPayments.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.PAYMENT_DECIDE);
    }

    @Override
    public LinkedPage<ParkedPaymentView> handle(ListParkedPayments command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean decided = command.state().equals("decided");
        ListQuery query =
                new ListQuery(command.size()).with("state", command.state()).with("reason", command.reason());
        CursorList list = CursorList.of(cursors, NAME, caller, query, command.cursor());
        long behind = list.after().flatMap(ParkedPayment::number).orElse(0L);
        List<ParkedPaymentView> found = parks.list(decided, command.reason(), behind, list.limit()).stream()
                .map(parked -> ParkedPaymentView.of(parked, now))
                .toList();
        return list.page(
                found,
                ParkedPaymentView::id,
                () -> CursorList.Total.upTo(ParkStore.COUNTED_MAX, parks.count(decided, command.reason())));
    }

    @Override
    public Answer answer(LinkedPage<ParkedPaymentView> outcome) {
        return Answer.page(outcome);
    }
}
