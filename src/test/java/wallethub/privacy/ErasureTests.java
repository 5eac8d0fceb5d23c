package wallethub.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.post;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.operation.Operations;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** A customer with a canary in every field, erased by two people. */
class ErasureTests {

    private static final String NAME = "Canaria Serinus";
    private static final String MOBILE = "+96555512378";
    private static final String EXTERNAL_ID = "CRM-canary-77";

    // What is not over, the words for it, and how it gets over.
    private static final List<List<String>> HINDRANCES = List.of(
            List.of(
                    "select ledger_post('trf_x', 'RECHARGE', '{w}', 5000, 'KWD', 'clearing:stripe:main', 'k-x', now(), now())",
                    "entries-not-in-the-erp, wallet-balance",
                    "select ledger_post('trf_y', 'PAYMENT', '{w}', -5000, 'KWD', 'clearing:stripe:main', 'k-y', now(), now())"),
            List.of(
                    "update invoice_mirror set state = 'open'",
                    "open-invoices",
                    "update invoice_mirror set state = 'paid'"),
            List.of(
                    "update recharge_recharge set state = 'pending', credited_minor = 0",
                    "unsettled-recharges",
                    "update recharge_recharge set state = 'succeeded', credited_minor = 5000"),
            List.of(
                    "delete from lane_done where id = 4",
                    "unfinished-deliveries",
                    "insert into lane_done (target, shard, id, outcome) select 30, shard, id, 'S' from lane_event where id = 4"),
            List.of(
                    "update lane_dead_letter set state = 'open'",
                    "unfinished-deliveries",
                    "update lane_dead_letter set state = 'healed'"));

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    private final AnnotationConfigApplicationContext context = PackageContext.of(
            database,
            clock,
            Map.of(
                    "hub.mappings.business-zone",
                    "Asia/Kuwait",
                    "hub.recharge.return-urls[0]",
                    "https://portal.example"),
            Packages.class,
            TestStaff.class);
    private final TestStaff staff = context.getBean(TestStaff.class);
    private final StaffApi api = new StaffApi(context, "privacy", "approvals");
    private final Caller maker = staff.hire(StaffPermission.CUSTOMER_ERASE, StaffPermission.APPROVAL_VIEW);
    private final Caller checker = staff.hire(StaffPermission.CUSTOMER_ERASE_APPROVE, StaffPermission.APPROVAL_VIEW);
    private final CustomerId customer = CustomerId.next();
    private final WalletId wallet = WalletId.next();
    private int keys;

    @EnableTransactionManagement
    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.approval",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.login",
                "wallethub.recharge",
                "wallethub.invoice",
                "wallethub.privacy"
            },
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*|Fixture.*)"))
    @ComponentScan(
            basePackages = {"wallethub.books", "wallethub.reconciliation"},
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.Personal.*"))
    static class Packages {}

    @AfterEach
    void close() {
        LedgerInvariants.check(database);
        context.close();
    }

    @Test
    void aCustomerOfWhomNothingIsOpenIsErasedByTwoPeopleAndNothingIsFoundAfterwards() {
        live();
        List<String> before = found();
        assertThat(before).as("the canary sings").hasSizeGreaterThan(10);
        HINDRANCES.forEach(one -> assertHindered(one.get(0), one.get(1), one.get(2)));

        StaffApi.Reply asked = ask();
        assertThat(asked.status()).isEqualTo(202);
        run(HINDRANCES.get(1).get(0));
        assertThat(approve(asked).status()).as("what came in between").isEqualTo(409);
        run(HINDRANCES.get(1).get(2));
        assertThat(found()).isEqualTo(before);

        assertThat(approve(asked).status()).isEqualTo(200);

        assertThat(found()).isEmpty();
        assertThat(behind.sql("select end_reason from login_session")
                        .query(String.class)
                        .list())
                .containsExactly("ended");
        assertThat(behind.sql("select count(*) from ledger_entry")
                        .query(Long.class)
                        .single())
                .as("the ledger stays")
                .isEqualTo(8);
        assertThat(behind.sql("select caller from access_audit where action = 'customer.erase' and object = :id")
                        .param("id", customer.text())
                        .query(String.class)
                        .list())
                .containsExactly(checker.subject());
        assertTheCrmBringsNothingBack();
    }

    private void assertHindered(String happens, String words, String over) {
        run(happens);
        StaffApi.Reply refused = ask();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).isEqualTo("not over yet: " + words);
        run(over);
    }

    private void assertTheCrmBringsNothingBack() {
        tellFromTheCrm(9);
        assertThat(found()).isEmpty();
        assertThat(behind.sql("select count(*) from customer_mirror")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(ask().code()).isEqualTo("STATE_CONFLICT");
        assertThat(api.call("erase-customer", maker, request(CustomerId.next().text()))
                        .status())
                .isEqualTo(404);
    }

    private void run(String template) {
        String sql = template.replace("{w}", wallet.text());
        if (sql.startsWith("select")) {
            behind.sql(sql).query().listOfRows();
        } else {
            behind.sql(sql).update();
        }
    }

    private StaffApi.Reply ask() {
        return api.call("erase-customer", maker, request(customer.text()));
    }

    private StaffApi.Request request(String id) {
        keys++;
        return post("/customers/" + id + "/erase")
                .with("idempotency-key", "erase-customer-" + keys)
                .saying("{\"reason\":\"asked for in writing\"}");
    }

    private StaffApi.Reply approve(StaffApi.Reply asked) {
        return api.call(
                "approve",
                checker,
                post("/approvals/" + asked.text("/id") + "/approve")
                        .with("if-match", asked.etag())
                        .saying("{}"));
    }

    private void tellFromTheCrm(long version) {
        String document =
                "{\"externalId\":\"%s\",\"version\":%d,\"name\":\"%s\",\"mobile\":\"%s\",\"language\":\"en\",\"currency\":\"KWD\"}"
                        .formatted(EXTERNAL_ID, version, NAME, MOBILE);
        Object unused = context.getBean(Operations.class)
                .run("mirror-customer", Caller.system("customers-mirror"), document.getBytes(StandardCharsets.UTF_8));
    }

    /** What a life with the hub leaves, in each table that keeps anything of a person; all of it over. */
    private void live() {
        String sql = """
                insert into customer_mirror values ('{c}', '{w}', '{x}', '{n}', '{m}', 'en', 'KWD', 1, now(), now());
                insert into customer_alias values ('merged-{x}', '{c}', 1, now());
                insert into ledger_wallet (id, customer_id, currency, opened_at) values ('{w}', '{c}', 'KWD', now());
                insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at, expires_at)
                    values ('ses_1', '{c}', sha256('m'), sha256('d'), now(), now(), now() + interval '1 day', now() + interval '1 day');
                insert into operation_key (principal, operation, key, fingerprint, state, status, headers, body, created_at)
                    values ('customer:{c}', 'o', 'k', sha256('x'), 'done', 201, '{}', '{n} {m}', now());
                insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway, account,
                        amount_minor, currency, method, state, return_url, return_nonce, checkout_id, checkout_url, created_at,
                        expires_at, changed_at, calling_until, credited_minor)
                    values ('rch_1', 'RCH-1', '{c}', '{x}', '{w}', 'stripe', 'main', 5000, 'KWD', 'card', 'succeeded',
                        'https://portal.example/{x}', 'n', 'cs_1', 'https://checkout.example/{x}', now(), now(), now(), now(), 5000);
                insert into recharge_payment (gateway, account, payment_id, recharge_id, matched, currency, seen_at)
                    values ('stripe', 'main', 'pi_1', 'rch_1', true, 'KWD', now());
                insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date,
                        total_minor, open_minor, currency, text, changed_at, mirrored_at)
                    values ('inv_1', '{c}', 'rest', 'i-1', 'n', 'for {n}', 'paid', now(), 5000, 0, 'KWD', 'Dear {n}', now(), now());
                insert into books_feed (system, feed) values ('rest', 'entries');
                insert into books_entry (system, line_id, document, number, reference, customer, amount_minor, currency,
                        booked_on, changed_at, origin, noted_at)
                    values ('rest', '1', 'd', 'n', '', '{x}', 5000, 'KWD', now(), now(), 'unknown', now());
                insert into reconciliation_run (key, system, state, started_at, lease_until, finished_at, failure)
                    values ('key', 'rest', 'failed', now(), now(), now(), 'F');
                insert into reconciliation_wallet select id, '{w}', '{x}', 'KWD', 1, 0, 0, 0, 0 from reconciliation_run;
                insert into reconciliation_line select id, '1', '1', 'N', 't', '{x}', 5000, 'KWD' from reconciliation_run;
                insert into lane_target (id, name) values (30, 'bird-lane');
                insert into lane_event (shard, id, targets, key, kind, idem, body, headers)
                    select lane_shard_of(k.key), k.id, 1 << 29, k.key, 'letter', 'idem-' || k.id, '{"name":"{n}","mobile":"{m}"}',
                        '{"who":"{n}"}'
                    from (values (1, '{x}'), (2, '{w}'), (3, 'cs_1'), (4, 'pi_1'), (5, 'RCH-1'), (6, 'i-1'), (7, 'merged-{x}')) k(id, key);
                insert into lane_done (target, shard, id, outcome) select 30, shard, id, 'S' from lane_event;
                insert into lane_attempt (target, event_id, outcome, message) values (30, 2, 'retry', 'no such number {m}');
                insert into lane_dead_letter (target, shard, event_id, key, kind, idem, body, headers, document, idempotency_key, class,
                        code, message, stack, owner, runbook, on_poison, state, event_at, closed_at, retention)
                    values (30, lane_shard_of('{x}'), 1, '{x}', 'letter', 'i', '{n}', '{m}', '{n}', '{x}', 'fatal', 'C', '{n}', '{m}',
                        'o', 'r', 'skip', 'healed', now(), now(), interval '90 days');
                select ledger_post('trf_1', 'RECHARGE', '{w}', 5000, 'KWD', 'clearing:stripe:main', 'k-1', now(), now());
                select ledger_post('trf_2', 'PAYMENT', '{w}', -5000, 'KWD', 'clearing:stripe:main', 'k-2', now(), now());
                """.replace("{c}", customer.text())
                .replace("{w}", wallet.text())
                .replace("{x}", EXTERNAL_ID)
                .replace("{n}", NAME)
                .replace("{m}", MOBILE);
        for (String statement : sql.split(";\\s*\\n", -1)) {
            if (!statement.isBlank()) {
                run(statement.strip());
            }
        }
    }

    /** Every column of every table that holds the canary, in whatever form. */
    private List<String> found() {
        List<String> found = new ArrayList<>();
        List<String> columns = behind.sql("""
                        select c.relname || ' ' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
                            and not a.attisdropped and c.relname <> 'flyway_schema_history'
                        order by 1
                        """).query(String.class).list();
        for (String column : columns) {
            String[] parts = column.split(" ", -1);
            long rows = behind.sql("""
                            select count(*) from (select lower(t.%s::text) v from %s t) x
                            where v like '%%canar%%' or v like '%%96555512378%%'
                                or v like '%%' || encode('Canari', 'hex') || '%%'
                                or v like '%%' || encode('96555512378', 'hex') || '%%'
                                or v like '%%' || encode('canary-77', 'hex') || '%%'
                            """.formatted(parts[1], parts[0]))
                    .query(Long.class)
                    .single();
            if (rows > 0) {
                found.add(column);
            }
        }
        return found;
    }
}
