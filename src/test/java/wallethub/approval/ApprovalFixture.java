package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.get;
import static wallethub.testing.StaffApi.Request.post;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.money.Money;
import wallethub.setting.Settings;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** Approvals on a database of their own, with errands to be approved. */
final class ApprovalFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Currency KWD = Currency.getInstance("KWD");

    final TestClock clock = new TestClock(NOW);
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    final AnnotationConfigApplicationContext context;
    final Errands errands;
    final TestStaff staff;
    final StaffApi api;

    ApprovalFixture() {
        behind.sql("create table test_errand (approval text, place text)").update();
        behind.sql("grant select, insert on test_errand to hub_app").update();
        context = PackageContext.of(
                database,
                clock,
                Map.of("hub.mappings.business-zone", "Asia/Kuwait"),
                Packages.class,
                Errands.class,
                TestStaff.class,
                Settings.class);
        errands = context.getBean(Errands.class);
        staff = context.getBean(TestStaff.class);
        api = new StaffApi(context, "approvals", "settings");
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan({"wallethub.approval", "wallethub.operation", "wallethub.mapping", "wallethub.access"})
    @ComponentScan(
            basePackages = {"wallethub.approval", "wallethub.setting", "wallethub.operation", "wallethub.mapping"},
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*|SettingLooks)"))
    @ComponentScan(
            basePackages = "wallethub.access",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Audit(Log|Store)|KeyedHash)"))
    static class Packages {}

    Caller maker() {
        return staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_REQUEST);
    }

    Caller checker() {
        return staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE);
    }

    ApprovalOutcome ask(Caller maker, String where, String amount) {
        Approvals approvals = context.getBean(Approvals.class);
        return context.getBean(TransactionTemplate.class)
                .execute(status -> approvals.request(
                        errands, new Errands.Errand(where, Money.parse(amount, KWD)), "because", maker));
    }

    /** The id of what waits now. */
    String asked(Caller maker, String where, String amount) {
        ApprovalOutcome outcome = ask(maker, where, amount);
        if (outcome instanceof ApprovalOutcome.Requested requested) {
            return requested.approval().id().text();
        }
        throw new AssertionError(outcome);
    }

    StaffApi.Reply approve(String id, Caller caller) {
        return approve(id, caller, "\"1\"");
    }

    StaffApi.Reply approve(String id, Caller caller, String ifMatch) {
        return api.call("approve", caller, post("/approvals/" + id + "/approve").with("if-match", ifMatch));
    }

    StaffApi.Reply reject(String id, Caller caller) {
        return api.call(
                "reject-approval", caller, post("/approvals/" + id + "/reject").saying("{\"reason\": \"not so\"}"));
    }

    StaffApi.Reply withdraw(String id, Caller caller) {
        return api.call("withdraw-approval", caller, post("/approvals/" + id + "/withdraw"));
    }

    StaffApi.Reply read(String id, Caller caller) {
        return api.call("get-approval", caller, get("/approvals/" + id));
    }

    List<String> done() {
        return jdbc.sql("select approval from test_errand order by 1")
                .query(String.class)
                .list();
    }

    String state(String id) {
        return jdbc.sql("select state from approval_request where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    /** What the audit says of it, in the order it was written: action and who. */
    List<String> audit(String object) {
        return behind.sql("select action || ' ' || caller from access_audit where object = :object order by audit_id")
                .param("object", object)
                .query(String.class)
                .list();
    }

    /** What the person's requests of today that wait or were approved come to, in minor units. */
    long askedFor(Caller maker) {
        return jdbc.sql("""
                        select coalesce(sum(abs(amount_minor)), 0)::bigint from approval_request
                        where maker = :maker and state in ('pending', 'approved')
                        """)
                .param("maker", maker.staff().text())
                .query(Long.class)
                .single();
    }

    /** It goes on waiting, and has not been done. */
    void nothingHappened(String id) {
        assertThat(state(id)).isEqualTo("pending");
        assertThat(done()).doesNotContain(id);
    }

    @Override
    public void close() {
        context.close();
    }
}
