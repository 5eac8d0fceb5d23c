package wallethub.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.testing.AtOnce;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.StaffApi.Reply;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** Finance's tasks, whoever made them: listed, given to somebody, closed once. */
class FinanceTaskTests {

    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
    private static final DataSource DATABASE = TestDatabase.fresh();
    private static final JdbcClient BEHIND = JdbcClient.create(TestDatabase.behind(DATABASE));
    private static final AnnotationConfigApplicationContext CONTEXT =
            PackageContext.of(DATABASE, CLOCK, Map.of(), Packages.class, TestStaff.class);
    private static final StaffApi API = new StaffApi(CONTEXT, "tasks");
    private static final TestStaff STAFF = CONTEXT.getBean(TestStaff.class);

    private final Caller finance = STAFF.hire(StaffPermission.TASK_VIEW, StaffPermission.TASK_CLOSE);
    private final Caller manager = STAFF.hire(StaffPermission.TASK_VIEW);

    @EnableTransactionManagement
    @ConfigurationPropertiesScan({"wallethub.operation", "wallethub.mapping", "wallethub.access"})
    @ComponentScan(
            basePackages = {"wallethub.operation", "wallethub.mapping"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*)"))
    @ComponentScan(
            basePackages = {"wallethub.access", "wallethub.desk"},
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern =
                                    ".*\\.(Audit(Log|Store)|KeyedHash|FinanceTask(s|Store)|[A-Z][a-z]+Tasks?Handler)"))
    static class Packages {}

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    /** Two that recharges made and one that the books made, in this order. */
    @BeforeEach
    void threeTasks() {
        BEHIND.sql("""
                        alter table desk_task_step disable trigger user;
                        delete from desk_task_step;
                        delete from recharge_task;
                        delete from books_task;
                        alter table desk_task_step enable trigger user;
                        """).update();
        recharge("UNMATCHED_CREDIT", "pi_1", "2026-02-28T10:00:00Z");
        BEHIND.sql("""
                        insert into ledger_wallet (id, customer_id, currency, opened_at)
                        values ('wal_01JD0000000000000000000001', 'cus_01JD0000000000000000000001', 'KWD', now())
                        on conflict do nothing
                        """).update();
        BEHIND.sql("""
                        select ledger_post('trf_01JD0000000000000000000001', 'RECHARGE', 'wal_01JD0000000000000000000001',
                            5000, 'KWD', 'clearing:tests', 'k', now(), now())
                        """).query((row, n) -> n).list();
        BEHIND.sql("""
                        insert into books_task (kind, transfer_id, code, message, made_at)
                        values ('REFUSED_BY_ERP', 'trf_01JD0000000000000000000001', 'ACCOUNT_CLOSED',
                            'ask +965 5000 0001 about it', '2026-02-28T11:00:00Z')
                        """).update();
        recharge("REFUND_SEEN", "pi_2", "2026-02-28T12:00:00Z");
    }

    private static void recharge(String kind, String payment, String madeAt) {
        BEHIND.sql("""
                        insert into recharge_task (kind, gateway, account, payment_id, detail, made_at)
                        values (:kind, 'stripe', 'main', :payment, 'what it is', cast(:at as timestamptz))
                        """)
                .param("kind", kind)
                .param("payment", payment)
                .param("at", madeAt)
                .update();
    }

    private Reply list(String... parameters) {
        StaffApi.Request request = get("/tasks");
        for (int i = 0; i < parameters.length; i += 2) {
            request = request.asking(parameters[i], parameters[i + 1]);
        }
        Reply reply = API.call("list-tasks", manager, request);
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
        return reply;
    }

    private static List<String> kinds(Reply reply) {
        return reply.body().path("items").findValuesAsText("kind");
    }

    private String id(String kind) {
        return list("kind", kind).text("/items/0/id");
    }

    private Reply read(String id) {
        return API.call("get-task", manager, get("/tasks/" + id));
    }

    private static Reply close(String id, Caller caller, String outcome, String tag) {
        return API.call(
                "close-task",
                caller,
                post("/tasks/" + id + "/close")
                        .with("if-match", tag)
                        .saying("{\"outcome\": \"" + outcome + "\", \"reason\": \"given back\"}"));
    }

    private static Reply comment(String id, Caller caller) {
        return API.call(
                "comment-task", caller, post("/tasks/" + id + "/comment").saying("{\"reason\": \"looked at\"}"));
    }

    private static Reply assign(String id, Caller caller, StaffId to) {
        return API.call(
                "assign-task",
                caller,
                post("/tasks/" + id + "/assign")
                        .saying("{\"assignee\": \"" + to + "\", \"reason\": \"knows the bank\"}"));
    }

    private static List<String> audit(String id) {
        return BEHIND.sql("select action || ' ' || caller from access_audit where object = :id order by audit_id")
                .param("id", id)
                .query(String.class)
                .list();
    }

    @Test
    void bothKindsAreOneListTheOldestFirst() {
        assertThat(kinds(list())).containsExactly("UNMATCHED_CREDIT", "REFUSED_BY_ERP", "REFUND_SEEN");
        Reply first = list("size", "2");
        assertThat(kinds(first)).containsExactly("UNMATCHED_CREDIT", "REFUSED_BY_ERP");
        assertThat(first.text("/page/totalItems")).isEqualTo("3");
        String cursor = first.text("/next").replaceAll(".*cursor=", "");
        assertThat(kinds(list("size", "2", "cursor", cursor))).containsExactly("REFUND_SEEN");
        assertThat(first.text("/items/0/ageSeconds")).isEqualTo("86400");
        assertThat(first.text("/items/0/paymentId")).isEqualTo("pi_1");
        assertThat(first.text("/items/1/customerId")).isEqualTo("cus_01JD0000000000000000000001");
        assertThat(first.text("/items/1/detail")).isEqualTo("ACCOUNT_CLOSED");
        assertThat(kinds(list("kind", "REFUND_SEEN"))).containsExactly("REFUND_SEEN");
        assertThat(kinds(list("state", "done"))).isEmpty();
    }

    @Test
    void whatTheErpSaidIsMasked() {
        Reply task = read(id("REFUSED_BY_ERP"));

        assertThat(task.text("/message")).isEqualTo("ask ••• about it");
        assertThat(list().body().toString()).doesNotContain("message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNMATCHED_CREDIT", "REFUSED_BY_ERP"})
    void isClosedOnceWithWhoAndWhy(String kind) {
        String id = id(kind);
        String seen = read(id).etag();

        Reply closed = close(id, finance, "done", seen);

        assertThat(closed.status()).as(closed.body().toString()).isEqualTo(200);
        assertThat(closed.text("/state")).isEqualTo("done");
        assertThat(closed.text("/closed/by")).isEqualTo(finance.staff().text());
        assertThat(closed.text("/closed/reason")).isEqualTo("given back");
        assertThat(closed.etag()).isNotEqualTo(seen);
        assertThat(kinds(list())).doesNotContain(kind);
        assertThat(kinds(list("state", "done"))).containsExactly(kind);
        Reply again = close(id, finance, "dismissed", closed.etag());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/state")).isEqualTo("done");
        assertThat(assign(id, finance, finance.staff()).code()).isEqualTo("STATE_CONFLICT");
        assertThat(audit(id)).endsWith("task.done " + finance.subject());
        assertThat(read(id).body().path("steps")).hasSize(1);
    }

    @Test
    void whoHasNotSeenWhatAnotherDidClosesNothing() {
        String id = id("REFUND_SEEN");
        String seen = read(id).etag();
        comment(id, finance);

        assertThat(close(id, finance, "done", seen).code()).isEqualTo("PRECONDITION_FAILED");
        assertThat(API.call(
                                "close-task",
                                finance,
                                post("/tasks/" + id + "/close")
                                        .saying("{\"outcome\": \"done\", \"reason\": \"given back\"}"))
                        .status())
                .isEqualTo(428);
        assertThat(read(id).text("/state")).isEqualTo("open");
        assertThat(read(id).body().path("steps")).hasSize(1);
    }

    @Test
    void isGivenToSomebodyWhoMayCloseIt() {
        String id = id("UNMATCHED_CREDIT");

        assertThat(assign(id, finance, manager.staff()).code()).isEqualTo("VALIDATION_FAILED");
        Reply assigned = assign(id, finance, finance.staff());

        assertThat(assigned.text("/assignee")).isEqualTo(finance.staff().text());
        assertThat(kinds(list("assignee", finance.staff().text()))).containsExactly("UNMATCHED_CREDIT");
        assertThat(audit(id)).endsWith("task.assign " + finance.subject());
    }

    @Test
    void whoMayOnlyLookChangesNothing() {
        String id = id("REFUND_SEEN");
        long steps = BEHIND.sql("select count(*) from desk_task_step")
                .query(Long.class)
                .single();

        assertThat(List.of(
                        close(id, manager, "done", "*").status(),
                        comment(id, manager).status(),
                        assign(id, manager, finance.staff()).status()))
                .containsOnly(403);
        assertThat(API.call("list-tasks", STAFF.hire(StaffPermission.CUSTOMER_VIEW), get("/tasks"))
                        .status())
                .isEqualTo(403);
        assertThat(read("books-999999").status()).isEqualTo(404);
        assertThat(comment("recharge-999999", finance).status()).isEqualTo(404);
        assertThat(BEHIND.sql("select count(*) from desk_task_step")
                        .query(Long.class)
                        .single())
                .isEqualTo(steps);
    }

    /** What the ERP took after all is done; what it refuses again is a task again. */
    @Test
    void theErpClosesItsOwnAndOpensThemAgain() {
        String id = id("REFUSED_BY_ERP");
        String seen = read(id).etag();
        BEHIND.sql("update books_task set done_by = 'erp', done_at = now()").update();
        Reply done = read(id);
        assertThat(done.text("/state")).isEqualTo("done");
        assertThat(done.text("/closed/by")).isEqualTo("erp");
        assertThat(close(id, finance, "dismissed", seen).status()).isEqualTo(409);

        BEHIND.sql("update books_task set done_by = null, done_at = null, opening = opening + 1")
                .update();
        assertThat(close(id, finance, "dismissed", seen).status()).isEqualTo(412);
        assertThat(close(id, finance, "dismissed", read(id).etag()).text("/state"))
                .isEqualTo("dismissed");
        BEHIND.sql("update books_task set opening = opening + 1").update();
        assertThat(read(id).text("/state")).isEqualTo("open");
        assertThat(close(id, finance, "done", read(id).etag()).status()).isEqualTo(200);
    }

    @Test
    void ofManyWhoCloseItAtOnceOneDoes() {
        String id = id("REFUND_SEEN");
        String seen = read(id).etag();

        List<Integer> statuses = AtOnce.run(
                20,
                n -> close(id, finance, n % 2 == 0 ? "done" : "dismissed", seen).status());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
        assertThat(read(id).body().path("steps")).hasSize(1);
    }

    @Test
    void whatPeopleDidStaysAsItWasWritten() {
        comment(id("REFUND_SEEN"), finance);

        for (String change : List.of("delete from desk_task_step", "update desk_task_step set reason = 'another'")) {
            assertThatThrownBy(() -> BEHIND.sql(change).update()).hasMessageContaining("stays as it was written");
        }
    }
}
