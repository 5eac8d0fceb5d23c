package wallethub.recharge;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.mapping.Mappings;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Shows the staff the recharges of all customers; without a customer those of a month, unless asked for up to a year. */
@Component
class ListRechargesAsStaffHandler implements TransactionHandler<ListRechargesAsStaff, LinkedPage<StaffRecharge>> {

    private static final String NAME = "list-recharges-as-staff";
    private static final Duration USUAL = Duration.ofDays(31);
    private static final Duration LONGEST = Duration.ofDays(366);
    // Behind every id.
    private static final String LAST_ID = "~";

    private final StaffRechargeStore recharges;
    private final Cursors cursors;
    private final Mappings mappings;
    private final Clock clock;

    ListRechargesAsStaffHandler(StaffRechargeStore recharges, Cursors cursors, Mappings mappings, Clock clock) {
        this.recharges = recharges;
        this.cursors = cursors;
        this.mappings = mappings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListRechargesAsStaff> command() {
        return ListRechargesAsStaff.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.RECHARGE_LIST);
    }

    @Override
    public LinkedPage<StaffRecharge> handle(ListRechargesAsStaff command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CursorList list = CursorList.of(cursors, NAME, caller, query(command), command.cursor());
        StaffRechargeStore.Filter filter = filter(command, now);
        StaffRechargeStore.Position behind = list.after()
                .map(ListRechargesAsStaffHandler::position)
                .orElseGet(() -> new StaffRechargeStore.Position(filter.to(), LAST_ID));
        List<StaffRecharge> found = recharges.list(filter, behind, list.limit()).stream()
                .map(recharge -> StaffRecharge.of(recharge, now))
                .toList();
        return list.page(
                found,
                last -> last.createdAt() + " " + last.id(),
                () -> CursorList.Total.upTo(StaffRechargeStore.COUNTED_MAX, recharges.count(filter)));
    }

    private static ListQuery query(ListRechargesAsStaff command) {
        return new ListQuery(command.size())
                .with("status", command.status())
                .with("customer", command.customer())
                .with("method", command.method())
                .with("from", command.from())
                .with("to", command.to());
    }

    private StaffRechargeStore.Filter filter(ListRechargesAsStaff command, Instant now) {
        // What is made in this very moment is on the list too.
        Instant to = command.to() == null ? now.plusSeconds(1) : moment("to", command.to());
        boolean ofAll = command.customer() == null;
        Instant usual = ofAll ? to.minus(USUAL) : Instant.EPOCH;
        Instant from = command.from() == null ? usual : moment("from", command.from());
        if (to.isBefore(from)) {
            throw Cursors.unfit("to", "is before from");
        }
        if (ofAll && from.plus(LONGEST).isBefore(to)) {
            throw Cursors.unfit("from", "is more than " + LONGEST.toDays() + " days before the end; name a customer");
        }
        return new StaffRechargeStore.Filter(command.status(), command.customer(), command.method(), from, to);
    }

    private Instant moment(String name, String text) {
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text)
                            .atStartOfDay(mappings.businessZone())
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Cursors.unfit(name, "is no date and no time of RFC 3339");
        }
    }

    private static StaffRechargeStore.Position position(String after) {
        String[] parts = after.split(" ", 2);
        return new StaffRechargeStore.Position(Instant.parse(parts[0]), parts[1]);
    }

    @Override
    public Answer answer(LinkedPage<StaffRecharge> outcome) {
        return Answer.page(outcome);
    }
}
