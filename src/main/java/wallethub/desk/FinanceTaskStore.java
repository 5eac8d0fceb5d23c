package wallethub.desk;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.StaffId;
import wallethub.id.TransferId;

/** The SQL of finance's tasks, from the views of those who make them, and of what people did with them; inserts only. */
@Component
class FinanceTaskStore {

    static final int COUNTED_MAX = 1_000;
    private static final int STEPS_MAX = 100;

    private final JdbcClient jdbc;

    FinanceTaskStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A task as it is stored.
     *
     * @param opening how often it has become a task; one more each time the ERP refuses again
     * @param stepCount how much people did with it
     */
    record Row(
            TaskKey key,
            String kind,
            String state,
            int opening,
            int stepCount,
            @Nullable CustomerId customer,
            @Nullable RechargeId recharge,
            @Nullable TransferId transfer,
            @Nullable String gateway,
            @Nullable String account,
            @Nullable String paymentId,
            String detail,
            @Nullable String message,
            Instant madeAt,
            @Nullable StaffId assignee,
            FinanceTask.@Nullable Closed closed) {

        /** Another one whenever anybody, the ERP too, has done something with it. */
        String tag() {
            return opening + "-" + stepCount + "-" + state;
        }
    }

    /** Each is exact; null for any. */
    record Filter(
            String state, @Nullable String kind, @Nullable StaffId assignee) {}

    /** Where a page begins: behind it. */
    record Position(Instant madeAt, TaskKey key) {

        static final Position FIRST = new Position(Instant.EPOCH, new TaskKey("", 0));

        static Position of(String text) {
            String[] parts = text.split(" ", 2);
            return new Position(Instant.parse(parts[0]), TaskKey.of(parts[1]).orElseThrow());
        }

        static String text(FinanceTask last) {
            return last.madeAt() + " " + last.id();
        }
    }

    /** The oldest first. */
    List<Row> list(Filter filter, Position behind, int limit) {
        return bound(jdbc.sql("""
                        select * from desk_v_task
                        where made_at >= :madeAt and (made_at, source, task_id) > (:madeAt, :source, :task)
                            and state = :state
                            and (cast(:kind as text) is null or kind = :kind)
                            and (cast(:assignee as text) is null or assignee = :assignee)
                        order by made_at, source, task_id limit :limit
                        """), filter)
                .param("madeAt", timestamp(behind.madeAt()))
                .param("source", behind.key().source())
                .param("task", behind.key().number())
                .param("limit", limit)
                .query(FinanceTaskStore::row)
                .list();
    }

    /** How many there are, and one more than {@link #COUNTED_MAX} when there are more than that. */
    int count(Filter filter) {
        return bound(jdbc.sql("""
                        select count(*) from (
                            select from desk_v_task
                            where state = :state
                                and (cast(:kind as text) is null or kind = :kind)
                                and (cast(:assignee as text) is null or assignee = :assignee)
                            limit :most + 1) one
                        """), filter)
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, Filter filter) {
        StaffId assignee = filter.assignee();
        return statement
                .param("state", filter.state())
                .param("kind", filter.kind())
                .param("assignee", assignee == null ? null : assignee.text());
    }

    Optional<Row> find(TaskKey key) {
        return jdbc.sql("select * from desk_v_task where source = :source and task_id = :task")
                .param("source", key.source())
                .param("task", key.number())
                .query(FinanceTaskStore::row)
                .optional();
    }

    /** Until the end of the transaction nobody else does anything with it. */
    void lock(TaskKey key) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('task/' || :key, 0))")
                .param("key", key.text())
                .query((row, n) -> n)
                .single();
    }

    List<FinanceTask.Step> steps(TaskKey key) {
        return jdbc.sql("""
                        select verb, staff_id, assignee, reason, made_at from desk_task_step
                        where source = :source and task_id = :task order by number desc limit :most
                        """)
                .param("source", key.source())
                .param("task", key.number())
                .param("most", STEPS_MAX)
                .query((row, n) -> new FinanceTask.Step(
                        row.getString("verb"),
                        new StaffId(row.getString("staff_id")),
                        staff(row.getString("assignee")),
                        row.getString("reason"),
                        instant(row, "made_at")))
                .list();
    }

    /** Under its lock. */
    void insert(Row task, FinanceTask.Step step) {
        StaffId assignee = step.assignee();
        jdbc.sql("""
                        insert into desk_task_step (source, task_id, number, opening, verb, staff_id, assignee, reason, made_at)
                        values (:source, :task, :number, :opening, :verb, :staff, :assignee, :reason, :at)
                        """)
                .param("source", task.key().source())
                .param("task", task.key().number())
                .param("number", task.stepCount() + 1)
                .param("opening", task.opening())
                .param("verb", step.verb())
                .param("staff", step.by().text())
                .param("assignee", assignee == null ? null : assignee.text())
                .param("reason", step.reason())
                .param("at", timestamp(step.at()))
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        String customer = row.getString("customer_id");
        String recharge = row.getString("recharge_id");
        String transfer = row.getString("transfer_id");
        return new Row(
                new TaskKey(row.getString("source"), row.getLong("task_id")),
                row.getString("kind"),
                row.getString("state"),
                row.getInt("opening"),
                row.getInt("step_count"),
                customer == null ? null : new CustomerId(customer),
                recharge == null ? null : new RechargeId(recharge),
                transfer == null ? null : new TransferId(transfer),
                row.getString("gateway"),
                row.getString("account"),
                row.getString("payment_id"),
                row.getString("detail"),
                row.getString("message"),
                instant(row, "made_at"),
                staff(row.getString("assignee")),
                closed(row));
    }

    private static FinanceTask.@Nullable Closed closed(ResultSet row) throws SQLException {
        if (row.getString("decision") != null) {
            return new FinanceTask.Closed(
                    row.getString("decided_by"), row.getString("decision_reason"), instant(row, "decided_at"));
        }
        String doneBy = row.getString("done_by");
        return doneBy == null ? null : new FinanceTask.Closed(doneBy, null, instant(row, "done_at"));
    }

    private static @Nullable StaffId staff(@Nullable String id) {
        return id == null ? null : new StaffId(id);
    }
}
