package wallethub.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static wallethub.testing.StaffApi.Request.get;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.AtOnce;
import wallethub.testing.StaffApi;
import wallethub.testing.TestDatabase;

/** How a store comes to a key, what the key is good for, and how it ends. */
class StoreKeyTests {

    private static final String ORDERS = "\"order.create\", \"order.view\"";
    private static final String ADDRESS = "192.0.2.80";
    private static final ShopFixture SHOP = new ShopFixture();

    @AfterAll
    static void end() {
        SHOP.close();
    }

    private static void isRefused(String token) {
        assertThatThrownBy(() -> SHOP.tokens.resolve(token, ADDRESS))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.AUTH_REQUIRED);
                    assertThat(e.problem().detail()).isEqualTo("the credentials are not valid");
                });
    }

    private static String id(String key) {
        return "sky_" + key.substring(4, 30);
    }

    @Test
    void twoLetAStoreInAndOneOfThemAloneDoesNot() {
        StaffApi.Reply asked = SHOP.requestStore("Shop of two");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text("/kind")).isEqualTo("store.change");
        StoreId store = new StoreId(asked.text("/object"));
        assertThat(SHOP.api
                        .call("get-store", SHOP.maker, get("/stores/" + store))
                        .code())
                .isEqualTo("NOT_FOUND");

        Caller both = SHOP.staff.permit(
                SHOP.maker.staff(),
                StaffPermission.APPROVAL_VIEW,
                StaffPermission.STORE_VIEW,
                StaffPermission.STORE_EDIT,
                StaffPermission.STORE_REVOKE,
                StaffPermission.STORE_EDIT_APPROVE);
        assertThat(SHOP.approve(asked, both).code()).isEqualTo("APPROVAL_SAME_PERSON");
        assertThat(SHOP.approve(asked, SHOP.checker).status()).isEqualTo(200);

        assertThat(SHOP.read(store).at("/caps/rescueDaily/amount").asText()).isEqualTo("100.000");
        assertThat(SHOP.read(store).path("open").asBoolean()).isTrue();
        assertThat(SHOP.audit(store.text())).containsExactlyInAnyOrder("store.change", "store.changed");
        assertThat(SHOP.api
                        .call("list-stores", SHOP.maker, get("/stores").asking("size", "100"))
                        .body()
                        .findValuesAsText("id"))
                .contains(store.text());
    }

    @Test
    void anApiKeyIsItsStoreWithItsScopesAndNothingElse() {
        StoreId store = SHOP.store();
        String key = SHOP.key(store, "api", ORDERS);
        assertThat(key).matches("whk_[0-9A-HJKMNP-TV-Z]{26}_[A-Za-z0-9_-]{43}");
        Caller caller = SHOP.tokens.resolve(key, ADDRESS);
        assertThat(caller)
                .isEqualTo(Caller.store(
                        store,
                        new StoreKeyId(id(key)),
                        Set.of(StoreScope.ORDER_CREATE, StoreScope.ORDER_VIEW),
                        ADDRESS));
        assertThat(caller.may(StoreScope.ORDER_VIEW)).isTrue();
        assertThat(caller.may(StoreScope.ORDER_RESCUE)).isFalse();
        assertThat(caller.may(StaffPermission.STORE_VIEW)).isFalse();

        // One letter of anything else, and it is nobody's.
        String other = SHOP.key(SHOP.store(), "api", ORDERS);
        Stream.of(
                        key.substring(0, key.length() - 1),
                        key + "A",
                        key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A"),
                        key.replace("whk_", "whc_"),
                        key.replace("whk_", "WHK_"),
                        key.substring(0, 31) + other.substring(31),
                        other.substring(0, 31) + key.substring(31),
                        "whk_" + StoreKeyId.next().text().substring(4) + key.substring(30),
                        "whk_",
                        "",
                        key.substring(0, 30),
                        " " + key)
                .forEach(StoreKeyTests::isRefused);
    }

    @Test
    void theSecretIsShownOnceToWhoeverAskedAndIsNowhere() {
        StoreId store = SHOP.store();
        String id = SHOP.granted(store, "api", ORDERS, "");
        assertThat(SHOP.state(store, id)).isEqualTo("granted");
        Caller colleague = SHOP.staff.hire(StaffPermission.STORE_EDIT);
        assertThat(SHOP.issue(store, id, colleague).code()).isEqualTo("FORBIDDEN");
        assertThat(SHOP.issue(SHOP.store(), id, SHOP.maker).code()).isEqualTo("NOT_FOUND");
        assertThat(SHOP.issue(store, StoreKeyId.next().text(), SHOP.maker).code())
                .isEqualTo("NOT_FOUND");
        assertThat(SHOP.state(store, id)).isEqualTo("granted");

        StaffApi.Reply issued = SHOP.issue(store, id, SHOP.maker);
        String key = issued.text("/key");
        assertThat(issued.status()).isEqualTo(200);
        StaffApi.Reply again = SHOP.issue(store, id, SHOP.maker);
        assertThat(again.code()).isEqualTo("STATE_CONFLICT");
        assertThat(again.text("/state")).isEqualTo("active");
        assertThat(SHOP.audit(id)).containsExactly("store.key.grant", "store.key.issue");
        assertThat(tablesWith(key.substring(31))).isEmpty();
        assertThat(SHOP.read(store).toString()).doesNotContain(key.substring(31));
    }

    /** Every table that has it in any column. */
    private static List<String> tablesWith(String text) {
        return SHOP.behind.sql("""
                        select table_name from information_schema.tables
                        where table_schema = 'public' and table_type = 'BASE TABLE'
                        """).query(String.class).list().stream()
                .filter(table -> SHOP.behind
                        .sql("select exists (select from " + table + " t where t::text like :text)")
                        .param("text", "%" + text + "%")
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    @Test
    void oneOfManyWhoIssueAKeyAtOnceGetsIt() {
        StoreId store = SHOP.store();
        String id = SHOP.granted(store, "api", ORDERS, "");
        List<StaffApi.Reply> replies = AtOnce.runOn(8, 20, n -> SHOP.issue(store, id, SHOP.maker));
        List<StaffApi.Reply> good =
                replies.stream().filter(one -> one.status() == 200).toList();
        assertThat(good).hasSize(1);
        assertThat(replies)
                .filteredOn(one -> one.status() != 200)
                .allMatch(one -> one.code().equals("STATE_CONFLICT"));
        assertThat(SHOP.tokens.resolve(good.getFirst().text("/key"), ADDRESS).store())
                .isEqualTo(store);
    }

    private static <T> T got(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatNobodyFetchesInTimeIsNoKey() {
        StoreId store = SHOP.store();
        String id = SHOP.granted(store, "api", ORDERS, "");
        SHOP.clock.advance(GrantStoreKey.ISSUE_WITHIN);
        assertThat(SHOP.state(store, id)).isEqualTo("expired");
        assertThat(SHOP.issue(store, id, SHOP.maker).text("/state")).isEqualTo("expired");
        assertThat(SHOP.audit(id)).containsExactly("store.key.grant");
    }

    @Test
    void aKeyGivesWayToItsSuccessorAfterTheOverlap() {
        StoreId store = SHOP.store();
        String old = SHOP.key(store, "api", ORDERS);
        String next = SHOP.granted(store, "api", "\"order.view\"", ", \"replaces\": \"" + id(old) + "\"");
        SHOP.clock.advance(Duration.ofHours(2));
        assertThat(SHOP.tokens.resolve(old, ADDRESS).store())
                .as("nothing ends before the new one is there")
                .isEqualTo(store);
        String fresh = SHOP.issue(store, next, SHOP.maker).text("/key");
        // Two live, whichever is shown; a third waits.
        assertThat(SHOP.tokens.resolve(old, ADDRESS).may(StoreScope.ORDER_CREATE))
                .isTrue();
        assertThat(SHOP.tokens.resolve(fresh, ADDRESS).may(StoreScope.ORDER_CREATE))
                .isFalse();
        assertThat(SHOP.requestKey(store, "api", ORDERS, "").code()).isEqualTo("STATE_CONFLICT");
        // Of another use there are two of their own.
        assertThat(SHOP.requestKey(store, "client", ORDERS, "").status()).isEqualTo(202);

        SHOP.clock.advance(Duration.ofMinutes(59));
        assertThat(SHOP.tokens.resolve(old, ADDRESS).store()).isEqualTo(store);
        SHOP.clock.advance(Duration.ofMinutes(1));
        isRefused(old);
        assertThat(SHOP.tokens.resolve(fresh, ADDRESS).store()).isEqualTo(store);
        assertThat(SHOP.state(store, id(old))).isEqualTo("expired");
    }

    @Test
    void aKeyEndsWithItsDays() {
        StoreId store = SHOP.store();
        String key = SHOP.key(store, "api", ORDERS);
        SHOP.clock.advance(Duration.ofDays(30).minusSeconds(1));
        assertThat(SHOP.tokens.resolve(key, ADDRESS).store()).isEqualTo(store);
        SHOP.clock.advance(Duration.ofSeconds(1));
        isRefused(key);
    }

    @Test
    void aKeyIsAskedForOnlyAsItCanBeGranted() {
        StoreId store = SHOP.store();
        String others = SHOP.key(SHOP.store(), "api", ORDERS);
        String client = SHOP.key(store, "client", ORDERS);
        assertThat(SHOP.requestKey(StoreId.next(), "api", ORDERS, "").code()).isEqualTo("NOT_FOUND");
        assertThat(SHOP.requestKey(store, "api", "\"everything.do\"", "").code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(SHOP.requestKey(store, "api", "", "").code()).isEqualTo("VALIDATION_FAILED");
        assertThat(SHOP.requestKey(store, "admin", ORDERS, "").code()).isEqualTo("VALIDATION_FAILED");
        assertThat(SHOP.requestKey(store, "api", ORDERS, ", \"secret\": \"mine\"")
                        .code())
                .isEqualTo("UNKNOWN_FIELD");
        for (String key : List.of(id(others), id(client), StoreKeyId.next().text())) {
            assertThat(SHOP.requestKey(store, "api", ORDERS, ", \"replaces\": \"" + key + "\"")
                            .code())
                    .isEqualTo("STATE_CONFLICT");
        }
        assertThat(SHOP.read(store).path("keys")).hasSize(1);
    }

    @Test
    void aRevokedKeyIsNobodysAndTheOtherOneGoesOn() {
        StoreId store = SHOP.store();
        String key = SHOP.key(store, "api", ORDERS);
        String other = SHOP.key(store, "api", ORDERS);
        assertThat(SHOP.revoke(store, id(key)).status()).isEqualTo(200);
        isRefused(key);
        assertThat(SHOP.tokens.resolve(other, ADDRESS).store()).isEqualTo(store);
        assertThat(SHOP.revoke(store, id(key)).status()).as("again").isEqualTo(200);
        assertThat(SHOP.audit(id(key))).containsExactly("store.key.grant", "store.key.issue", "store.key.revoke");
        assertThat(SHOP.revoke(SHOP.store(), id(other)).code()).isEqualTo("NOT_FOUND");
        assertThat(SHOP.tokens.resolve(other, ADDRESS).store()).isEqualTo(store);
        // Its place is free again.
        assertThat(SHOP.requestKey(store, "api", ORDERS, "").status()).isEqualTo(202);
    }

    @Test
    void whatWasSeenLastIsGoodUntilTheNextLook() {
        try (ShopFixture own = new ShopFixture()) {
            StoreId store = own.store();
            String key = own.key(store, "api", ORDERS);
            own.registry.look();
            own.revoke(store, id(key));
            assertThat(own.tokens.resolve(key, ADDRESS).store()).isEqualTo(store);
            own.registry.look();
            assertThatThrownBy(() -> own.tokens.resolve(key, ADDRESS)).isInstanceOf(ProblemException.class);
            // And a key that no look has seen yet is asked for.
            String fresh = own.key(store, "api", ORDERS);
            assertThat(own.tokens.resolve(fresh, ADDRESS).store()).isEqualTo(store);
        }
    }

    /** Whoever invents keys does not make the database work: after twenty in a second nobody asks it. */
    @Test
    void aKeyThatNoLookHasSeenIsAskedForSoManyTimesASecond() {
        try (ShopFixture own = new ShopFixture()) {
            StoreId store = own.store();
            own.registry.look();
            String fresh = own.key(store, "api", ORDERS);
            for (int i = 0; i < 25; i++) {
                own.registry.key(StoreKeyId.next());
            }
            assertThatThrownBy(() -> own.tokens.resolve(fresh, ADDRESS)).isInstanceOf(ProblemException.class);
            own.clock.advance(Duration.ofSeconds(1));
            assertThat(own.tokens.resolve(fresh, ADDRESS).store()).isEqualTo(store);
        }
    }

    @Test
    void aHundredFirstRequestsWithAKeyThatNoLookHasSeenAreOneQuestion() {
        try (ShopFixture own = new ShopFixture()) {
            StoreId store = own.store();
            own.registry.look();
            String fresh = own.key(store, "api", ORDERS);

            assertThat(AtOnce.run(100, n -> own.tokens.resolve(fresh, ADDRESS).store()))
                    .containsOnly(store);
        }
    }

    @Test
    void withoutALookAndWithoutADatabaseNobodyIsLetIn() {
        PGSimpleDataSource gone = new PGSimpleDataSource();
        gone.setUrl("jdbc:postgresql://localhost:1/gone");
        JdbcClient unreachable = JdbcClient.create(gone);
        StoreRegistry blind = new StoreRegistry(new ShopStore(unreachable), new StoreKeyStore(unreachable), SHOP.clock);
        assertThatThrownBy(() -> blind.key(StoreKeyId.next()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    }

    @Test
    void aClosedStoreHasNoGoodKeyUntilTwoOpenItAgain() {
        StoreId store = SHOP.store();
        String key = SHOP.key(store, "api", ORDERS);
        assertThat(SHOP.close(store).body().path("open").asBoolean(true)).isFalse();
        isRefused(key);
        SHOP.close(store);
        assertThat(SHOP.audit(store.text()))
                .containsExactlyInAnyOrder("store.change", "store.changed", "store.key", "store.close");

        String wish = """
                {"name": "A Shop", "open": true, "returnOrigins": [], "caps": %s, "reason": "it promised"}
                """.formatted(ShopFixture.CAPS);
        assertThat(SHOP.set(store, "\"1\"", wish).code()).isEqualTo("PRECONDITION_FAILED");
        StaffApi.Reply asked = SHOP.set(store, "\"2\"", wish);
        assertThat(asked.status()).isEqualTo(202);
        isRefused(key);
        assertThat(SHOP.approve(asked, SHOP.checker).status()).isEqualTo(200);
        assertThat(SHOP.tokens.resolve(key, ADDRESS).store()).isEqualTo(store);
        assertThat(SHOP.read(store).path("returnOrigins")).isEmpty();
    }

    /** The approval waits for whoever closes it, and then finds it closed. */
    @Test
    void aStoreThatIsClosedWhileItsChangeIsApprovedStaysClosed() throws Exception {
        StoreId store = SHOP.store();
        StaffApi.Reply asked = SHOP.set(store, "\"1\"", """
                {"name": "A Shop", "open": true, "returnOrigins": [], "caps": %s, "reason": "it grows"}
                """.formatted(ShopFixture.CAPS));

        StaffApi.Reply approved;
        try (ExecutorService other = Executors.newSingleThreadExecutor();
                Connection closing = TestDatabase.behind(SHOP.database).getConnection()) {
            closing.setAutoCommit(false);
            closing.createStatement()
                    .execute("update shop_store set open = false, version = version + 1 where id = '" + store + "'");
            Future<StaffApi.Reply> approving = other.submit(() -> SHOP.approve(asked, SHOP.checker));
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> SHOP.behind
                            .sql("select exists (select from pg_stat_activity where datname = current_database()"
                                    + " and wait_event_type = 'Lock')")
                            .query(Boolean.class)
                            .single());
            closing.commit();
            approved = got(approving);
        }

        assertThat(approved.code()).as(approved.body().toString()).isEqualTo("APPROVAL_STALE");
        assertThat(SHOP.read(store).path("open").asBoolean(true)).isFalse();
    }

    @Test
    void capsAreChangedByTwoInTheSameCurrencyAndInBounds() {
        StoreId store = SHOP.store();
        String wish = """
                {"name": "A Shop", "open": true, "returnOrigins": ["https://shop.example"], "caps": %s, "reason": "it grows"}
                """;
        String more = ShopFixture.CAPS.replace("100.000", "200.000");
        assertThat(SHOP.set(store, "\"1\"", wish.formatted(ShopFixture.CAPS.replace("KWD", "BHD")))
                        .code())
                .isEqualTo("CURRENCY_MISMATCH");
        for (String wrong : List.of(
                ShopFixture.CAPS.replace("20.000", "120.000"),
                ShopFixture.CAPS.replace("500.000", "0.000"),
                ShopFixture.CAPS.replace("\"moneyPerMinute\": 10", "\"moneyPerMinute\": 61"),
                ShopFixture.CAPS.replace("\"requestsPerMinute\": 60", "\"requestsPerMinute\": 6001"),
                ShopFixture.CAPS.replaceFirst("KWD", "BHD"))) {
            assertThat(SHOP.set(store, "\"1\"", wish.formatted(wrong)).code())
                    .as(wrong)
                    .isEqualTo("VALIDATION_FAILED");
        }
        StaffApi.Reply asked = SHOP.set(store, "\"1\"", wish.formatted(more));
        assertThat(SHOP.registry.store(store).orElseThrow().caps().rescueDaily().amount())
                .isEqualTo("100.000");
        // Whoever closes the store meanwhile has changed what the approval depends on.
        SHOP.close(store);
        assertThat(SHOP.approve(asked, SHOP.checker).code()).isEqualTo("APPROVAL_STALE");
        assertThat(SHOP.registry.store(store).orElseThrow().caps().rescueDaily().amount())
                .isEqualTo("100.000");
        assertThat(SHOP.registry.requestsPerMinute(store)).isEqualTo(60);
        assertThat(SHOP.registry.moneyPerMinute(store)).isEqualTo(10);
    }

    @Test
    void theDatabaseItselfKeepsAKeyAsItWasGranted() {
        StoreId store = SHOP.store();
        String key = id(SHOP.key(store, "api", ORDERS));
        SHOP.revoke(store, key);
        for (String change : List.of(
                "scopes = '{order.rescue}'",
                "expires_at = expires_at + interval '1 day'",
                "revoked_at = null, revoked_by = null",
                "secret_hash = sha256('x')",
                "valid_days = 31",
                "holder_id = 'stf_x'")) {
            assertThatThrownBy(() -> SHOP.behind
                            .sql("update shop_key set " + change + " where id = :id")
                            .param("id", key)
                            .update())
                    .as(change)
                    .isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("stays as it was granted");
        }
    }
}
