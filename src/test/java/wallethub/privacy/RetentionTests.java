package wallethub.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.operation.Operations;
import wallethub.testing.CustomerRow;

/** Rows of each kind that a schedule drops, older and younger than they are kept, in the time of the clock. */
class RetentionTests {

    private final ErasureFixture hub = new ErasureFixture();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void messagesAndAddressesOfPaymentsGoWhenTheirTimeIsOverAndAgainNothing() {
        message(1, 181);
        message(2, 179);
        recharge(1, 31, "succeeded");
        recharge(2, 29, "succeeded");
        recharge(3, 31, "pending");
        recharge(4, 400, "expired");

        run("personal-data-purge", "purge-personal-data");
        run("personal-data-purge", "purge-personal-data");

        assertThat(texts("select delivery_id::text from notification_message")).containsExactly("2");
        assertThat(
                        texts(
                                "select id from recharge_recharge where return_url <> '' and checkout_url is not null order by id"))
                .containsExactly("rch_2", "rch_3");
        assertThat(texts("select id from recharge_recharge where return_url = '' and checkout_url is null order by id"))
                .containsExactly("rch_1", "rch_4");
    }

    @Test
    void anAgedRechargeIsFoundByItsIndex() {
        hub.behind.sql("""
                        insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway,
                            account, amount_minor, currency, method, state, return_url, return_nonce, created_at, expires_at,
                            changed_at, calling_until)
                        select 'rch_' || n, 'R' || n, 'c', 'x', 'w', 'stripe', 'main', 5000, 'KWD', 'card', 'expired', '', 'n',
                            now(), now(), now(), now() from generate_series(1, 2000) n
                        """).update();
        hub.behind.sql("analyze recharge_recharge").update();
        assertThat(String.join("\n", texts("""
                        explain select id from recharge_recharge where return_url <> '' and created_at < now()
                        order by created_at limit 10
                        """))).contains("recharge_recharge_return_url_idx");
    }

    @Test
    void answersToRequestsGoAfterAWeek() {
        key("old", 8);
        key("young", 6);

        run("operations-purge-keys", "purge-keys");

        assertThat(texts("select key from operation_key")).containsExactly("young");
    }

    @Test
    void loginsGoAfterTwoDaysAndSessionsThirtyAfterTheyEnd() {
        CustomerRow customer = CustomerRow.of("+96551239999");
        customer.insert(hub.behind);
        for (int days : List.of(1, 3, 29, 31)) {
            login(customer, days);
        }

        run("login-purge", "purge-logins");

        assertThat(texts("select id from login_challenge")).containsExactly("chl_1");
        assertThat(texts("select count(*)::text from login_mobile")).containsExactly("1");
        assertThat(texts("select consecutive_count || ' ' || failed_at::date from login_guess order by 1"))
                .as("a guess that a right code did not end stays")
                .containsExactly("0 2026-02-28", "1 2026-01-29");
        assertThat(texts("select id from login_session order by id")).containsExactly("ses_1", "ses_29", "ses_3");
    }

    @Test
    void aRetentionBeyondWhatThePageSaysIsRefusedAtTheStartWithItsName() {
        assertThatThrownBy(() -> new PrivacySettings.Retention(Duration.ofDays(181), Duration.ofDays(30)))
                .hasMessage("hub.privacy.retention.messages must be within 1 to 180 days");
        assertThatThrownBy(() -> new PrivacySettings.Retention(Duration.ofDays(180), Duration.ofHours(23)))
                .hasMessage("hub.privacy.retention.addresses must be within 1 to 90 days");
    }

    private void run(String route, String operation) {
        Object unused = hub.context.getBean(Operations.class).run(operation, Caller.system(route), null);
    }

    private List<String> texts(String sql) {
        return hub.behind.sql(sql).query(String.class).list();
    }

    private void message(int id, int days) {
        aged(
                "insert into notification_message values (:n, 'cus_1', 'recharge.succeeded', 'sms', 'sent', 'OK', :at)",
                id,
                days);
    }

    private void recharge(int id, int days, String state) {
        aged("""
                insert into recharge_recharge (id, reference, customer_id, customer_external_id, wallet_id, gateway, account,
                    amount_minor, currency, method, state, credited_minor, return_url, return_nonce, checkout_url, created_at,
                    expires_at, changed_at, calling_until)
                values ('rch_' || :n, 'R' || :n, 'c', 'x', 'w', 'stripe', 'main', 5000, 'KWD', 'card', '{state}',
                    case '{state}' when 'succeeded' then 5000 else 0 end, 'https://portal.example', 'n', 'https://pay.example',
                    :at, :at, :at, :at)
                """.replace("{state}", state), id, days);
    }

    private void key(String key, int days) {
        aged("""
                insert into operation_key (principal, operation, key, fingerprint, state, status, headers, body, created_at)
                values ('customer:c' || :n, 'o', '{key}', sha256('x'), 'done', 201, '{}', 'b', :at)
                """.replace("{key}", key), days, days);
    }

    private void login(CustomerRow customer, int days) {
        aged("""
                insert into login_challenge (id, mobile_key, device_key, code_hash, pepper_kid, operator_prefix, language, state,
                    created_at, expires_at, ended_at)
                values ('chl_' || :n, sha256('m' || :n::text::bytea), sha256('d'), sha256('h'), '1', '+9665', 'en', 'verified',
                    :at, :at, :at)
                """.replace("'m' || :n::text::bytea", "convert_to('m' || :n, 'utf8')"), days, days);
        aged("""
                insert into login_mobile (mobile_key, request_count, requested_at, resend_at)
                values (sha256(convert_to('m' || :n, 'utf8')), 1, :at, :at)
                """, days, days);
        aged("""
                insert into login_guess (mobile_key, device_key, failure_count, window_started_at, consecutive_count, failed_at)
                values (sha256(convert_to('m' || :n, 'utf8')), '', 0, :at, case :n when 31 then 1 else 0 end, :at)
                """, days, days);
        aged("""
                insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at, idle_expires_at,
                    expires_at)
                values ('ses_' || :n, '{c}', sha256('m'), sha256('d'), :at, :at, :at, :at)
                """.replace("{c}", customer.id().text()), days, days);
    }

    private void aged(String sql, int number, int days) {
        hub.behind
                .sql(sql.replace(
                                ":at",
                                "cast('" + hub.clock.instant().minus(Duration.ofDays(days)) + "' as timestamptz)")
                        .replace(":n", Integer.toString(number)))
                .update();
    }
}
