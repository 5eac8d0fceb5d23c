package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.database.RowSecurityFixture.ANN;
import static wallethub.database.RowSecurityFixture.BOB;
import static wallethub.database.RowSecurityFixture.wallet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import wallethub.id.CustomerId;

/** What the database shows to whom, whatever the statement asks for. */
class RowSecurityTests {

    private static final RowSecurityFixture FIXTURE = new RowSecurityFixture();

    // Only the hub's own work: no customer has a row there.
    private static final Set<String> OF_THE_HUB = Set.of(
            "access_audit_head",
            "access_audit_link",
            "access_audit_stream",
            "access_audit_unchained",
            "approval_request",
            "books_entry",
            "books_feed",
            "books_finding",
            "books_item",
            "books_refusal",
            "books_task",
            "checkout_capture",
            "checkout_hold",
            "checkout_refund",
            "checkout_rescue",
            "checkout_rescue_day",
            "checkout_task",
            "desk_freeze",
            "desk_task_step",
            "idp_account",
            "idp_authorization",
            "idp_invitation",
            "idp_key",
            "idp_login",
            "customer_erased",
            "correction_transfer",
            "invoice_request",
            "login_challenge",
            "login_guess",
            "login_mobile",
            "login_tripped_prefix",
            "notification_message",
            "recharge_bank_credit",
            "recharge_decision",
            "recharge_park",
            "recharge_task",
            "reconciliation_difference",
            "reconciliation_line",
            "reconciliation_open",
            "reconciliation_run",
            "reconciliation_total",
            "reconciliation_wallet",
            "shop_customer",
            "shop_key",
            "shop_store",
            "staff_account",
            "setting_version",
            "staff_account_role",
            "staff_login_attempt",
            "staff_logout_token",
            "staff_refresh",
            "staff_role",
            "staff_role_permission",
            "staff_session");

    private static final Pattern INDEX_SCAN = Pattern.compile("Index (Only )?Scan");
    private static final Pattern INDEX_CONDITION = Pattern.compile("Index Cond:");

    private static final String ALL_OF = "select ctid::text || ' ' || t::text from %s t";

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    static List<String> protectedTables() {
        return FIXTURE.protectedTables();
    }

    /** By the names of columns, so that a new table with customers' rows does not wait for somebody to think of it. */
    @Test
    void everyTableThatNamesACustomerOrWhatTheyOwnIsUnderForcedSecurity() {
        List<String> naming = FIXTURE.behind.sql("""
                        select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                            and a.attname in ('customer_id', 'wallet_id', 'survivor_id', 'recharge_id', 'transfer_id',
                                'principal', 'session_id', 'mobile', 'mobile_key')
                        """).query(String.class).list();
        assertThat(naming).hasSizeGreaterThanOrEqualTo(13);
        assertThat(protectedTables()).containsAll(naming);
        assertThat(FIXTURE.behind.sql("""
                                select relname from pg_class
                                where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity
                                """).query(String.class).list()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("protectedTables")
    void withoutAScopeThereIsNothing(String table) {
        assertThat(FIXTURE.count(table)).isZero();
        assertThat(FIXTURE.inTransaction(() -> FIXTURE.count(table))).isZero();
        assertThat(FIXTURE.ownerWithoutScope()
                        .sql("select count(*) from " + table)
                        .query(Long.class)
                        .single())
                .as("the owner's")
                .isZero();
        assertThat(FIXTURE.behind
                        .sql("select count(*) from " + table)
                        .query(Long.class)
                        .single())
                .as("rows there are")
                .isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("protectedTables")
    void eachCustomerSeesTheirOwnAndTheHubSeesAll(String table) {
        List<String> ann = seen(RowScope.of(ANN), table);
        List<String> bob = seen(RowScope.of(BOB), table);
        assertThat(ann).noneMatch(bob::contains).noneMatch(row -> row.contains(BOB.text()));
        assertThat(bob).noneMatch(row -> row.contains(ANN.text()));
        assertThat(ann.isEmpty()).isEqualTo(OF_THE_HUB.contains(table));
        assertThat(bob.isEmpty()).isEqualTo(OF_THE_HUB.contains(table));
        assertThat(seen(RowScope.system(), table))
                .containsExactlyInAnyOrderElementsOf(FIXTURE.behind
                        .sql(ALL_OF.formatted(table))
                        .query(String.class)
                        .list());
        assertThat(seen(RowScope.of(CustomerId.next()), table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger_v_wallet", "ledger_v_transfer"})
    void aViewShowsNoMoreThanItsTables(String view) {
        assertThat(seen(RowScope.of(BOB), view)).isNotEmpty().allMatch(row -> row.contains(wallet(BOB)));
        assertThat(seen(RowScope.none(), view)).isEmpty();
        assertThat(seen(RowScope.system(), view)).hasSizeGreaterThan(1);
    }

    @Test
    void noViewShowsItsTablesAsTheirOwnerSeesThem() {
        assertThat(FIXTURE.behind.sql("""
                                select relname from pg_class
                                where relnamespace = 'public'::regnamespace and relkind = 'v'
                                    and not coalesce(reloptions @> array['security_invoker=true'], false)
                                """).query(String.class).list()).isEmpty();
        assertThat(FIXTURE.behind.sql("""
                                select proname from pg_proc
                                where pronamespace = 'public'::regnamespace and prosecdef
                                """).query(String.class).list()).isEmpty();
    }

    @Test
    void aCustomerSeesBothLinesOfTheirOwnTransfers() {
        assertThat(seen(RowScope.of(BOB), "ledger_transfer")).hasSize(2);
        assertThat(seen(RowScope.of(BOB), "ledger_entry")).hasSize(4);
    }

    @Test
    void whatIsWrittenForAnotherIsRefused() {
        for (String insert : List.of(
                "insert into ledger_wallet (id, customer_id, currency, opened_at) values ('w', '%s', 'KWD', now())",
                "insert into operation_key (principal, operation, key, fingerprint, state, lease_until, prepared, created_at)"
                        + " values ('customer:%s', 'o', 'k2', sha256('x'), 'running', now(), '{}', now())",
                "insert into customer_alias (external_id, survivor_id, version, merged_at) values ('x', '%s', 1, now())",
                "update recharge_recharge set customer_id = '%s'",
                "insert into recharge_task (kind, gateway, account, payment_id, detail, made_at)"
                        + " values ('REFUND_SEEN', 'g', 'a', '%s', 'd', now())")) {
            assertThatThrownBy(() -> FIXTURE.inTransaction(
                            RowScope.of(ANN),
                            () -> FIXTURE.jdbc.sql(insert.formatted(BOB)).update()))
                    .as(insert)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("violates row-level security policy");
        }
    }

    @Test
    void anUpdateOrDeleteOfAnothersRowsFindsNone() {
        for (String change : List.of(
                "update ledger_wallet set frozen = true where customer_id = '" + BOB + "'",
                "update recharge_recharge set state = 'cancelled' where id = 'rch_" + BOB + "'",
                "update ledger_hold set state = 'released', open_minor = 0, closed_at = now() where wallet_id = '"
                        + wallet(BOB) + "'",
                "delete from operation_key where principal <> 'customer:" + ANN + "'")) {
            assertThat(FIXTURE.<Integer>inTransaction(
                            RowScope.of(ANN), () -> FIXTURE.jdbc.sql(change).update()))
                    .as(change)
                    .isZero();
        }
    }

    /** The functions of the ledger run as whoever calls them, so their statements are bound like any other. */
    @Test
    void aCustomerPostsToTheirOwnWalletAndToNoOther() {
        assertThat(posted(ANN, wallet(ANN))).isEqualTo("POSTED");
        assertThat(posted(ANN, wallet(BOB))).isEqualTo("UNKNOWN_WALLET");
        assertThat(FIXTURE.behind
                        .sql("select entry_count from ledger_wallet where id = '" + wallet(BOB) + "'")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    private static String posted(CustomerId customer, String wallet) {
        return RowScope.of(customer)
                .call(() -> FIXTURE.jdbc
                        .sql("""
                                select outcome from ledger_post('trf_' || gen_random_uuid(), 'RECHARGE', :wallet, 7, 'KWD',
                                    'clearing:stripe:main', 'own-' || gen_random_uuid(), now(), now())
                                """)
                        .param("wallet", wallet)
                        .query(String.class)
                        .single());
    }

    /** The rules are no longer a plan's business when an index is not used any more. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from ledger_wallet where id = 'x'",
                "select * from ledger_wallet where id = 'x' for no key update",
                "select * from ledger_wallet where customer_id = 'x'",
                "select * from ledger_entry where wallet_id = 'x' and number < 100 and line = 1 order by number desc limit 10",
                "select * from ledger_entry where transfer_id = 'x'",
                "select * from ledger_transfer where kind = 'RECHARGE' and business_key = 'x'",
                "select * from ledger_posting where transfer_id = any('{x,y}')",
                "select * from recharge_recharge where reference = 'x'",
                "select * from recharge_recharge where customer_id = 'x' and id < 'y' order by id desc limit 10",
                "select * from recharge_payment where gateway = 'a' and account = 'b' and payment_id = 'x'",
                "select * from recharge_receipt where recharge_id = 'x'",
                "select * from operation_key where principal = 'x' and operation = 'y' and key = 'z'",
                "select * from customer_mirror where external_id = 'x'",
                "select * from customer_mirror where id = (select coalesce((select a.survivor_id from customer_mirror c"
                        + " join customer_alias a on a.external_id = c.external_id where c.id = 'x'), 'x'))",
                "select * from recharge_recharge where customer_id = 'x' and id < (select coalesce(null::text, '~'))"
                        + " order by id desc limit 10",
                "select * from customer_mirror where id = any (array(select coalesce(a.survivor_id, c.id)"
                        + " from customer_mirror c left join customer_alias a on a.external_id = c.external_id"
                        + " where c.mobile = 'x'))",
                "with s as materialized (select id, entry_count as top, entry_count - 10 as bottom from ledger_wallet"
                        + " where customer_id = 'x') select * from s join ledger_v_wallet_entry e on e.wallet_id = s.id"
                        + " and e.entry_number <= s.top and e.entry_number > s.bottom"
            })
    void indexesAreUsedUnderThePolicies(String query) {
        for (RowScope scope : List.of(RowScope.system(), RowScope.of(ANN))) {
            String plan = FIXTURE.inTransaction(scope, () -> {
                for (String way : List.of("seqscan", "hashjoin", "mergejoin", "bitmapscan")) {
                    FIXTURE.jdbc.sql("set local enable_" + way + " = off").update();
                }
                return String.join(
                        "\n",
                        FIXTURE.jdbc.sql("explain " + query).query(String.class).list());
            });
            assertThat(plan).doesNotContain("Seq Scan");
            // A scan without a condition of its own goes through the whole index.
            assertThat(INDEX_SCAN.matcher(plan).results().count())
                    .as(plan)
                    .isPositive()
                    .isEqualTo(INDEX_CONDITION.matcher(plan).results().count());
        }
    }

    private static List<String> seen(RowScope scope, String relation) {
        return FIXTURE.inTransaction(
                scope,
                () -> FIXTURE.jdbc
                        .sql(Map.of("v", "select t::text from %s t")
                                .getOrDefault(relation.contains("_v_") ? "v" : "t", ALL_OF)
                                .formatted(relation))
                        .query(String.class)
                        .list());
    }
}
