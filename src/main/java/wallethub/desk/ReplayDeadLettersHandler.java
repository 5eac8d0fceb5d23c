package wallethub.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.lane.DeadLetter;
import wallethub.lane.DeadLetters;
import wallethub.lane.DeadLetters.Result;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;

/**
 * Operation {@code replay-dead-letters}: each in a transaction of its own, and again with the same key from where it ended.
 * What carries money is counted and left: that is asked for one by one.
 */
@Component
class ReplayDeadLettersHandler
        implements CallingHandler<
                ReplayDeadLetters,
                ReplayDeadLettersHandler.Order,
                ReplayDeadLettersHandler.Report,
                ReplayDeadLettersHandler.Report> {

    private final DeadLetters letters;
    private final DeadLetterDesk desk;

    ReplayDeadLettersHandler(DeadLetters letters, DeadLetterDesk desk) {
        this.letters = letters;
        this.desk = desk;
    }

    record Order(
            @Nullable String lane,
            @Nullable String code,
            @Nullable String owner,
            @Nullable String mapping,
            int limit,
            StaffId staff,
            String reason,
            @Nullable String address) {

        DeadLetters.Filter filter() {
            return new DeadLetters.Filter(lane, code, mapping, owner);
        }
    }

    /**
     * What became of those that were looked at.
     *
     * @param found open ones, up to the limit
     * @param money of these, those that carry money and were left
     */
    record Report(int found, int money, int replayed, int refused, boolean dryRun) {}

    @Override
    public String name() {
        return "replay-dead-letters";
    }

    @Override
    public Class<ReplayDeadLetters> command() {
        return ReplayDeadLetters.class;
    }

    @Override
    public Class<Order> prepared() {
        return Order.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.DEAD_LETTER_REPLAY);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public Preparation<Order, Report> prepare(ReplayDeadLetters command, Caller caller) {
        Order order = new Order(
                command.lane(),
                command.code(),
                command.owner(),
                command.mapping(),
                command.limit(),
                caller.staff(),
                command.reason(),
                caller.address());
        if (command.dryRun()) {
            List<DeadLetter> found = letters.oldest(order.filter(), order.limit());
            return new Preparation.Decided<>(new Report(found.size(), money(found), 0, 0, true));
        }
        return new Preparation.Call<>(order);
    }

    private static int money(List<DeadLetter> found) {
        return (int)
                found.stream().filter(letter -> MoneyLanes.carry(letter.lane())).count();
    }

    @Override
    public Report call(Order order) {
        List<DeadLetter> found = letters.oldest(order.filter(), order.limit());
        int replayed = 0;
        int refused = 0;
        for (DeadLetter letter : found) {
            if (!MoneyLanes.carry(letter.lane())) {
                boolean done = desk.act(verb(order, letter)) instanceof Result.Done;
                replayed += done ? 1 : 0;
                refused += done ? 0 : 1;
            }
        }
        return new Report(found.size(), money(found), replayed, refused, false);
    }

    private static DeadLetterVerb verb(Order order, DeadLetter letter) {
        return new DeadLetterVerb(
                letter.id(), DeadLetterVerb.Kind.REPLAY, order.staff(), order.reason(), null, order.address());
    }

    @Override
    public Report finish(Order order, Report report, Caller caller) {
        return report;
    }

    @Override
    public Answer answer(Report report) {
        return Answer.ok(report);
    }
}
