package wallethub.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.id.CustomerId;
import wallethub.testing.TestDatabase;

/** Two customers with a row in every table that has customers' rows, and a small pool of {@code hub_app} over them. */
final class RowSecurityFixture implements AutoCloseable {

    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*\\n");

    static final CustomerId ANN = CustomerId.next();
    static final CustomerId BOB = CustomerId.next();

    private final DataSource plain = TestDatabase.fresh();
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(plain));
    private final HikariDataSource pool = pool(TestDatabase.withoutScope(plain));
    final DataSource database = new ScopedDataSource(pool);
    final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));

    RowSecurityFixture() {
        for (CustomerId customer : List.of(ANN, BOB)) {
            fill(customer);
        }
    }

    private static HikariDataSource pool(DataSource database) {
        var config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    JdbcClient ownerWithoutScope() {
        return JdbcClient.create(TestDatabase.ownerWithoutScope(plain));
    }

    <T> T inTransaction(RowScope scope, Supplier<T> work) {
        return scope.call(() -> transaction.execute(status -> work.get()));
    }

    <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    /** Every table under row-level security, as the database says. */
    List<String> protectedTables() {
        return behind.sql("""
                        select relname from pg_class
                        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity
                        order by 1
                        """).query(String.class).list();
    }

    long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    static String wallet(CustomerId customer) {
        return "wal_of_" + customer;
    }

    private void fill(CustomerId customer) {
        String sql = """
                insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                        changed_at, mirrored_at)
                    values ('{c}', '{w}', 'crm-{c}', 'N', '+96650{m}', 'en', 'KWD', 1, now(), now());
                insert into customer_erased (external_id_hash, customer_id, erased_at) values (md5('{c}'), '{c}', now());
                insert into customer_alert (id, kind, wallet_id, customer_id, amount_minor, currency, raised_at)
                    values ('alr_{c}', 'debt', '{w}', '{c}', -1, 'KWD', now());
                insert into customer_alias (external_id, survivor_id, version, merged_at)
                    values ('merged-{c}', '{c}', 1, now());
                insert into ledger_wallet (id, customer_id, currency, opened_at) values ('{w}', '{c}', 'KWD', now());
                select ledger_post('trf_{c}', 'RECHARGE', '{w}', 5000, 'KWD', 'clearing:stripe:main', 'k-{c}', now(), now());
                select ledger_hold_place('hld_{c}', '{w}', 100, 'KWD', 'h-{c}', now() + interval '1 day', now());
                insert into desk_freeze (wallet_id, action, staff_id, reason, made_at)
                    values ('{w}', 'freeze', 'stf_1', 'why', now());
                insert into operation_key (principal, operation, key, fingerprint, state, status, headers, body, created_at)
                    values ('customer:{c}', 'o', 'k', sha256('x'), 'done', 201, '{}', 'b', now());
                insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway, account,
                        amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at, changed_at,
                        calling_until)
                    values ('rch_{c}', 'R{n}', '{c}', 'crm-{c}', '{w}', 'stripe', 'main', 5000, 'KWD', 'card', 'pending',
                        'https://portal.example', 'n', now(), now(), now(), now());
                insert into recharge_payment (gateway, account, payment_id, recharge_id, matched, currency, seen_at)
                    values ('stripe', 'main', 'pi_{c}', 'rch_{c}', true, 'KWD', now());
                insert into recharge_receipt (id, recharge_id, customer_id, transfer_id, gateway, account, payment_id,
                        captured_total_minor, amount_minor, currency, reason, entry_number, balance_after_minor, occurred_at,
                        recorded_at)
                    values ('rct_{c}', 'rch_{c}', '{c}', 'trf_{c}', 'stripe', 'main', 'pi_{c}', 5000, 5000, 'KWD',
                        'recharge', 1, 5000, now(), now());
                insert into recharge_bank_credit (transfer_id, recharge_id, account, bank_reference, value_date, amount_minor,
                        currency, claimed_minor, approval_id, approved_by, recorded_at)
                    values ('trf_{c}', 'rch_{c}', 'kwd', 'R{n}', now(), 5000, 'KWD', 5000, 'apr_{c}', 'staff:s', now());
                insert into recharge_park (recharge_id, gateway, account, payment_id, reason, gateway_event_id, parked_at)
                    values ('rch_{c}', 'stripe', 'main', 'pi_{c}', 'r', 'e', now());
                insert into recharge_decision (park_id, decision, reason, approval_id, decided_by, decided_at)
                    values ((select max(id) from recharge_park), 'refuse', 'r', 'apr_{c}', 'stf_{c}', now());
                insert into login_challenge (id, mobile_key, device_key, code_hash, pepper_kid, operator_prefix, language, state,
                        created_at, expires_at, ended_at)
                    values ('chl_{c}', sha256('{c}'), sha256('d'), sha256('h'), '1', '+9665', 'en', 'verified', now(), now(),
                        now());
                insert into login_mobile (mobile_key, request_count, requested_at, resend_at)
                    values (sha256('{c}'), 1, now(), now());
                insert into login_guess (mobile_key, device_key, failure_count, window_started_at, consecutive_count, failed_at)
                    values (sha256('{c}'), '', 0, now(), 0, now());
                insert into login_tripped_prefix (operator_prefix, tripped_at, until, sent_count, verified_count)
                    values ('+{n}', now(), now(), 50, 1);
                insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at,
                        expires_at)
                    values ('ses_{c}', '{c}', sha256('{c}'), sha256('d'), now(), now(), now(), now());
                insert into login_refresh (token_hash, session_id, created_at) values (sha256('t{c}'), 'ses_{c}', now());
                with told as (
                    insert into access_audit (caller_kind, caller, action, object, recorded_at)
                    values ('STAFF', 'staff:of-{c}', 'customer.unmask', '{c}', now()) returning audit_id)
                insert into access_audit_link (stream, sequence, audit_id, previous_hash, hash, chained_at)
                    select date '2026-01-01', audit_id, audit_id, sha256('p'), sha256('{c}'), now() from told;
                insert into access_audit_head (stream, sequence, hash, kid, signature, signed_at)
                    select stream, sequence, hash, 'k', '', now() from access_audit_link where hash = sha256('{c}');
                insert into access_audit_stream (stream, sequence, hash, signed_sequence)
                    select stream + sequence::int, sequence, hash, sequence from access_audit_link
                    where hash = sha256('{c}');
                insert into books_feed (system, feed) values ('of-{c}', 'entries');
                insert into books_item (system, feed, item_id, changed_at, seen_at)
                    values ('of-{c}', 'entries', '1', now(), now());
                insert into books_entry (system, line_id, document, number, reference, customer, amount_minor, currency,
                        booked_on, changed_at, origin, transfer_id, noted_at)
                    values ('of-{c}', '1', 'd', 'n', '', 'crm-{c}', 5000, 'KWD', now(), now(), 'hub', 'trf_{c}', now());
                insert into books_finding (system, feed, item_id, cause, changed_at, known, told, found_at)
                    values ('of-{c}', 'entries', '1', 'changed', now(), '', '', now());
                insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date,
                        total_minor, open_minor, currency, text, changed_at, mirrored_at)
                    values ('inv_{c}', '{c}', 'rest', 'i-{c}', 'n', '', 'open', now(), 5000, 5000, 'KWD', '', now(), now());
                select ledger_post('trf_p{c}', 'PAYMENT', '{w}', -1000, 'KWD', 'revenue:invoices', 'inv_{c}/1', now(), now());
                insert into invoice_deduction (invoice_id, attempt, transfer_id, customer_id, wallet_id, amount_minor, currency,
                        cause, mirror_changed_at, paid_through_minor, made_at)
                    values ('inv_{c}', 1, 'trf_p{c}', '{c}', '{w}', 1000, 'KWD', 'request', now(), 1000, now());
                insert into invoice_request (receipt_id, customer_id, wallet_id, amount_minor, currency, account, requested_at)
                    values ('rct_{c}', '{c}', '{w}', 5000, 'KWD', '4001', now());
                insert into recharge_task (kind, recharge_id, gateway, account, payment_id, detail, made_at)
                    values ('REFUND_SEEN', 'rch_{c}', 'stripe', 'main', 'pi_{c}', 'd', now());
                insert into books_refusal (transfer_id, delivery_id, code, settled_at) values ('trf_{c}', 1, 'C', now());
                insert into books_task (kind, transfer_id, code, made_at) values ('REFUSED_BY_ERP', 'trf_{c}', 'C', now());
                insert into desk_task_step (source, task_id, number, opening, verb, staff_id, reason, made_at)
                    select 'books', id, 1, 1, 'comment', 'stf_{c}', 'why', now() from books_task where transfer_id = 'trf_{c}';
                insert into approval_request (id, kind, object, alone, payload, payload_hash, state_before, reason, maker, made_at,
                        expires_at, state, version)
                    values ('apr_{c}', 'k', '{c}', true, '{}', sha256('{}'), '', 'r', 'stf_{c}', now(),
                        now() + interval '1 hour', 'pending', 1);
                insert into correction_transfer (transfer_id, approval_id, amount_minor, made_at)
                    values ('trf_{c}', 'apr_{c}', 5000, now());
                insert into checkout_order (id, store_id, store_name, reference, store_customer, customer_id,
                        customer_external_id, wallet_id, amount_minor, currency, description, return_url, lifetime_ms, created_at, expires_at, changed_at)
                    values ('ord_{c}', 'str_1', 'S', 'A-{c}', 'c-{c}', '{c}', 'crm-{c}', '{w}', 5000, 'KWD', '',
                        'https://shop.example', 1000, now(), now() + interval '1 hour', now());
                insert into checkout_refund (order_id, reference, amount_minor, reason, state, made_at, looked_at)
                    values ('ord_{c}', 'R-1', 100, 'why', 'waiting', now(), now());
                insert into checkout_rescue (order_id, store_id, customer_id, wallet_id, amount_minor, currency, day, reason,
                        bank_reference, transfer_id, made_at)
                    values ('ord_{c}', 'str_1', '{c}', '{w}', 100, 'KWD', now(), 'why', 'B', 'trf_{c}', now());
                insert into checkout_rescue_day values ('str_{n}', now(), 'KWD', 100);
                insert into checkout_hold (id, store_id, reference, store_customer, customer_id, wallet_id, amount_minor,
                        currency, lifetime_ms, made_at, expires_at)
                    values ('hld_{c}', 'str_1', 'H-{c}', 'c-{c}', '{c}', '{w}', 100, 'KWD', 1000, now(), now());
                insert into checkout_capture (hold_id, reference, amount_minor, keeps_rest, transfer_id, made_at)
                    values ('hld_{c}', 'C-1', 100, true, 'trf_{c}', now());
                insert into checkout_task (kind, order_id, transfer_id, detail, made_at)
                    values ('ORDER_RESCUED', 'ord_{c}', 'trf_{c}', 'd', now());
                insert into reconciliation_run (key, system, state, started_at, lease_until, finished_at, failure)
                    values ('key-{c}', 'rest', 'failed', now(), now(), now(), 'F');
                insert into reconciliation_wallet values ((select max(id) from reconciliation_run), '{w}', 'crm-{c}', 'KWD', 1,
                    5000, 0, 5000, 0);
                insert into reconciliation_open values ((select max(id) from reconciliation_run), 'trf_{c}', 'in_flight');
                insert into reconciliation_line values ((select max(id) from reconciliation_run), '1', '1', 'N', 'trf_{c}',
                    'crm-{c}', 5000, 'KWD');
                insert into reconciliation_total values ((select max(id) from reconciliation_run), 'KWD', 1, 5000, 0, 5000, 0,
                    5000, 0, 0);
                insert into reconciliation_difference values ((select max(id) from reconciliation_run), 1, 'IN_FLIGHT', 'N',
                    '{w}', 'trf_{c}', '', 'KWD', 5000, 0, 1, now(), false);
                insert into notification_message select max(delivery_id) + 1, '{c}', 'k', 'sms', 'sent', 'C', now() from (
                    select 0 delivery_id union all select delivery_id from notification_message) m;
                insert into setting_version values ('group-{n}', 1, '{}', 't', 'r', now());
                insert into staff_account_role values ('stf_{c}', 'finance', 'hub', 't', now());
                insert into shop_store values ('str_{u}', 'n', true, '{}', 'KWD', 60, 10, 5000, 0, 0, 1, now(), now());
                insert into shop_key (id, store_id, use, scopes, holder_id, granted_at, issue_until, valid_days, overlap_minutes)
                    values ('sky_{u}', 'str_{u}', 'api', '{order.view}', 'stf_{u}', now(), now(), 1, 0);
                insert into shop_customer values ('str_{u}', 'x', '{c}', now(), now());
                insert into staff_account (id, issuer, subject, display_name, created_at)
                    values ('stf_{n}', 'https://issuer.example', '{n}', 'N', now());
                insert into staff_session (id, account_id, created_at, used_at, idle_expires_at, expires_at)
                    values ('ses_{n}', 'stf_{n}', now(), now(), now(), now());
                insert into staff_login_attempt (state_hash, return_url, code_challenge, created_at, expires_at)
                    values (sha256('{n}'), 'https://portal.example', repeat('c', 43), now(), now());
                insert into staff_logout_token (jti_hash, expires_at) values (sha256('{n}'), now());
                insert into staff_refresh (token_hash, session_id, created_at) values (sha256('s{n}'), 'ses_{n}', now());
                insert into idp_account (id, user_name, password_hash, groups, created_at, changed_at)
                    values ('usr_{n}', '{n}', 'h', '{finance}', now(), now());
                insert into idp_invitation (secret_hash, groups, invited_by, created_at, expires_at)
                    values (sha256('{n}'), '{finance}', 't', now(), now());
                insert into idp_login (token_hash, account_id, created_at, expires_at)
                    values (sha256('{n}'), 'usr_{n}', now(), now());
                insert into idp_authorization (code_hash, id, account_id, session, authenticated_at, redirect_uri, scopes,
                        code_challenge, issued_at, expires_at)
                    values (sha256('{n}'), '{n}', 'usr_{n}', 's', now(), 'r', '{openid}', 'c', now(), now());
                insert into idp_key values ('k{n}', '1', '', now());
                """;
        int number = Math.floorMod(customer.hashCode(), 10_000_000);
        String filled = sql.replace("{c}", customer.text())
                .replace("{w}", wallet(customer))
                .replace("{u}", customer.text().substring(4))
                .replace("{m}", "%07d".formatted(number))
                .replace("{n}", Integer.toString(number));
        for (String statement : STATEMENT_END.splitAsStream(filled).toList()) {
            if (statement.strip().startsWith("select")) {
                behind.sql(statement).query().listOfRows();
            } else {
                behind.sql(statement).update();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
