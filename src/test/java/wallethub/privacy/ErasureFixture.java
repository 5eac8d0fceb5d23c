package wallethub.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** A customer with a canary in every field, and what the hub keeps of one. */
final class ErasureFixture implements AutoCloseable {

    static final String NAME = "Canaria Serinus";
    static final String MOBILE = "+96555512378";
    static final String EXTERNAL_ID = "CRM-canary-77";

    final TestClock clock = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
    final DataSource database = TestDatabase.fresh();
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    final AnnotationConfigApplicationContext context = PackageContext.of(
            database,
            clock,
            Map.of(
                    "hub.mappings.business-zone",
                    "Asia/Kuwait",
                    "hub.recharge.return-urls[0]",
                    "https://portal.example"),
            Packages.class,
            TestStaff.class);
    final CustomerId customer = CustomerId.next();
    final CustomerId merged = CustomerId.next();
    final WalletId wallet = WalletId.next();

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
                "wallethub.correction",
                "wallethub.books",
                "wallethub.invoice",
                "wallethub.notification",
                "wallethub.privacy"
            },
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*|Fixture.*)"))
    @ComponentScan(
            basePackages = {"wallethub.checkout", "wallethub.reconciliation", "wallethub.shop"},
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(Personal|EntryStore|EntryImport|ImportErpEntryHandler).*"))
    static class Packages {}

    void run(String template) {
        String sql = template.replace("{w}", wallet.text()).replace("{x}", EXTERNAL_ID);
        if (sql.startsWith("select")) {
            behind.sql(sql).query().listOfRows();
        } else {
            behind.sql(sql).update();
        }
    }

    /** What a lane's route would be answered. */
    Answer.Settled tell(String route, String operation, String document) {
        return (Answer.Settled) context.getBean(Operations.class)
                .run(operation, Caller.system(route), document.getBytes(StandardCharsets.UTF_8));
    }

    Answer.Settled tellFromTheCrm(long version) {
        return tell(
                "customers-mirror",
                "mirror-customer",
                "{\"externalId\":\"%s\",\"version\":%d,\"name\":\"%s\",\"mobile\":\"%s\",\"language\":\"en\",\"currency\":\"KWD\"}"
                        .formatted(EXTERNAL_ID, version, NAME, MOBILE));
    }

    /** What a life with the hub leaves, in each table that keeps anything of a person; all of it over. */
    void live() {
        String sql = """
                insert into customer_mirror values ('{c}', '{w}', '{x}', '{n}', '{m}', 'en', 'KWD', 1, now(), now());
                insert into customer_mirror values ('{o}', '{v}', 'merged-{x}', '{n}', '{m}', 'en', 'KWD', 1, now(), now());
                insert into ledger_wallet (id, customer_id, currency, opened_at) values ('{v}', '{o}', 'KWD', now());
                insert into customer_alias values ('merged-{x}', '{c}', 1, now());
                insert into customer_alias values ('alias-{x}', '{c}', 1, now());
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
                insert into invoice_mirror (id, customer_id, system, external_id, number, debtor, reference, state, issue_date,
                        total_minor, open_minor, currency, text, changed_at, mirrored_at)
                    values ('inv_1', '{c}', 'rest', 'i-1', 'n', '{x}', 'for {n}', 'paid', now(), 5000, 0, 'KWD', 'Dear {n}', now(), now());
                insert into checkout_order (id, store_id, store_name, reference, store_customer, customer_id,
                        customer_external_id, wallet_id, amount_minor, currency, description, return_url, lifetime_ms, state,
                        created_at, expires_at, changed_at)
                    values ('ord_1', 'str_1', 'S', 'A-1', 'shop-{x}', '{c}', '{x}', '{w}', 5000, 'KWD', 'for {n}',
                        'https://shop.example/{x}', 1000, 'expired', now(), now() + interval '1 hour', now());
                insert into books_feed (system, feed) values ('rest', 'entries');
                insert into books_entry (system, line_id, document, number, reference, customer, amount_minor, currency,
                        booked_on, changed_at, origin, noted_at)
                    values ('rest', '1', 'd', 'n', 'for {n}', '{x}', 5000, 'KWD', now(), now(), 'unknown', now());
                insert into books_entry (system, line_id, document, number, reference, customer, amount_minor, currency,
                        booked_on, changed_at, origin, noted_at)
                    values ('rest', '2', 'd', 'n', '', 'alias-{x}', 0, 'KWD', '2026-02-01', '2026-02-01', 'erp', now());
                insert into books_finding (system, feed, item_id, cause, changed_at, known, told, found_at)
                    values ('rest', 'entries', '1', 'changed', now(), '5.000 KWD of {x} for {n}',
                        '6.000 KWD of {x} for trf_01JD0000000000000000000001', now());
                insert into books_finding (system, feed, item_id, cause, changed_at, known, told, found_at)
                    values ('rest', 'entries', '9', 'changed', now(), '', '6.000 KWD of another-77 for x', now());
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
                insert into lane_dead_letter_action (dead_letter_id, verb, actor, reason, detail, result)
                    select id, 'replay-edited', 'staff:s', 'for {n}', '{m} instead', 'replaying now' from lane_dead_letter;
                select ledger_post('trf_1', 'RECHARGE', '{w}', 5000, 'KWD', 'clearing:stripe:main', 'k-1', now(), now());
                select ledger_post('trf_2', 'PAYMENT', '{w}', -5000, 'KWD', 'clearing:stripe:main', 'k-2', now(), now());
                insert into checkout_refund (order_id, reference, amount_minor, reason, state, made_at, looked_at, settled_at)
                    values ('ord_1', 'R-1', 100, '{n} sent it back', 'dropped', now(), now(), now());
                insert into checkout_rescue (order_id, store_id, customer_id, wallet_id, amount_minor, currency, day, reason,
                        bank_reference, transfer_id, made_at)
                    values ('ord_1', 'str_1', '{c}', '{w}', 100, 'KWD', now(), 'the bank of {n} failed', 'B', 'trf_1', now());
                insert into ledger_hold (id, business_key, wallet_id, amount_minor, currency, captured_minor, open_minor, state,
                        placed_at, expires_at, closed_at)
                    values ('hld_1', 'h-1', '{w}', 100, 'KWD', 0, 0, 'released', now(), now() + interval '1 hour', now());
                insert into checkout_hold (id, store_id, reference, store_customer, customer_id, wallet_id, amount_minor,
                        currency, lifetime_ms, made_at, expires_at)
                    values ('hld_1', 'str_1', 'H-1', 'shop-{x}', '{c}', '{w}', 100, 'KWD', 1000, now(), now());
                insert into books_refusal (transfer_id, delivery_id, code, message, settled_at)
                    values ('trf_2', 1, 'C', 'the account of {n} is closed', now());
                insert into books_task (kind, transfer_id, code, message, made_at)
                    values ('REFUSED_BY_ERP', 'trf_2', 'C', 'the account of {n} is closed', now());
                insert into shop_store values
                    ('str_01JD0000000000000000000001', 'n', true, '{}', 'KWD', 60, 10, 5000, 0, 0, 1, now(), now());
                insert into shop_customer values ('str_01JD0000000000000000000001', 'shop-{x}', '{c}', now(), now());
                """.replace("{c}", customer.text())
                .replace("{o}", merged.text())
                .replace("{v}", WalletId.next().text())
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
    List<String> found() {
        List<String> found = new ArrayList<>();
        List<String> columns = behind.sql("""
                        select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
                            and not a.attisdropped and c.relname <> 'flyway_schema_history'
                        order by 1
                        """).query(String.class).list();
        for (String column : columns) {
            String[] parts = column.split("[.]", -1);
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

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
    }
}
