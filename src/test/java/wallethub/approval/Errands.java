package wallethub.approval;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.ApprovalId;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/** Something that is asked for in tests: it writes one row, so that doing it twice shows. */
final class Errands implements ApprovalAction<Errands.Errand> {

    /** @param where what it is done to */
    record Errand(String where, Money amount) {}

    private final JdbcClient jdbc;
    final Map<String, String> states = new ConcurrentHashMap<>();
    volatile boolean failing;

    Errands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "test.errand";
    }

    @Override
    public Class<Errand> payload() {
        return Errand.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.REFUND_REQUEST;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.REFUND_APPROVE;
    }

    @Override
    public Optional<StaffPermission> largeChecker() {
        return Optional.of(StaffPermission.REFUND_APPROVE_LARGE);
    }

    @Override
    public Check check(Errand payload, Caller maker) {
        String state = states.getOrDefault(payload.where(), "as it was");
        return state.equals("gone")
                ? new Check.Refused(ErrorCode.NOT_FOUND, "there is no such place")
                : new Check.Fits(payload.where(), Optional.of(payload.amount()), state);
    }

    @Override
    public Execution execute(ApprovalId id, Errand payload, Caller checker) {
        jdbc.sql("insert into test_errand values (:id, :place)")
                .param("id", id.text())
                .param("place", payload.where())
                .update();
        return failing
                ? new Execution.Refused(ErrorCode.WALLET_FROZEN, "not today")
                : new Execution.Done(Map.of("place", payload.where()));
    }
}
