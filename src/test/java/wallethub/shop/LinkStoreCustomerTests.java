package wallethub.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;
import wallethub.database.ErasedPerson;
import wallethub.database.RowScope;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;
import wallethub.testing.StaffApi;
import wallethub.testing.StoreLogin;

/** Which of ours a store's customer is: one, and never another. */
class LinkStoreCustomerTests {

    private static final String AGREED = "2026-03-01T09:00:00Z";
    private static final ShopFixture SHOP = new ShopFixture();
    private static int mobiles;

    private final StoreLogin store = StoreLogin.of(SHOP.behind, StoreScope.CUSTOMER_LINK);

    @AfterAll
    static void end() {
        SHOP.close();
    }

    private static CustomerRow customer() {
        CustomerRow row = CustomerRow.of("+9656%07d".formatted(++mobiles));
        row.insert(SHOP.behind);
        return row;
    }

    private static StaffApi.Reply link(Caller caller, String externalId, CustomerRow customer) {
        return link(caller, externalId, customer.externalId(), customer.mobile(), AGREED);
    }

    private static StaffApi.Reply link(Caller caller, String externalId, String number, String mobile, String agreed) {
        return SHOP.api.call(
                "link-store-customer",
                caller,
                new StaffApi.Request(
                        "PUT", "/customers/" + externalId, Map.of(), Map.of(), """
                        {"customerNumber": "%s", "mobile": "%s", "consentedAt": "%s"}
                        """.formatted(number, mobile, agreed)));
    }

    private String linked(String externalId) {
        return SHOP.behind
                .sql("select customer_id from shop_customer where store_id = :store and external_id = :external")
                .param("store", store.id().text())
                .param("external", externalId)
                .query(String.class)
                .optional()
                .orElse("nobody");
    }

    @Test
    void aStoresCustomerIsOneOfOurs() {
        CustomerRow ours = customer();
        StaffApi.Reply reply = link(store.caller(), "c-1", ours);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("/externalId")).isEqualTo("c-1");
        assertThat(reply.text("/currency")).isEqualTo("KWD");
        assertThat(reply.body().toString()).doesNotContain(ours.id().text(), ours.mobile());
        assertThat(linked("c-1")).isEqualTo(ours.id().text());
        assertThat(SHOP.audit(ours.id().text())).containsExactly("customer.link");

        StaffApi.Reply again = link(store.caller(), "c-1", ours);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(reply.body());
        assertThat(SHOP.audit(ours.id().text())).containsExactly("customer.link");
    }

    @Test
    void itIsNeverAnothersAndOursIsNotTwoOfTheStores() {
        CustomerRow ours = customer();
        CustomerRow other = customer();
        link(store.caller(), "c-1", ours);
        assertThat(link(store.caller(), "c-1", other).code()).isEqualTo("STATE_CONFLICT");
        assertThat(link(store.caller(), "c-2", ours).code()).isEqualTo("STATE_CONFLICT");
        assertThat(linked("c-1")).isEqualTo(ours.id().text());
        assertThat(linked("c-2")).isEqualTo("nobody");
        assertThat(SHOP.audit(other.id().text())).isEmpty();

        // In another store everything is its own.
        StoreLogin foreign = StoreLogin.of(SHOP.behind, StoreScope.CUSTOMER_LINK);
        assertThat(link(foreign.caller(), "c-1", other).status()).isEqualTo(201);
        StoreCustomers customers = SHOP.context.getBean(StoreCustomers.class);
        RowScope.system().run(() -> {
            assertThat(customers.find(store.id(), "c-1").orElseThrow().id()).isEqualTo(ours.id());
            assertThat(customers.find(foreign.id(), "c-1").orElseThrow().id()).isEqualTo(other.id());
            assertThat(customers.find(foreign.id(), "c-2")).isEmpty();
        });
    }

    @Test
    void bothNumberAndMobileHaveToFitAndNobodyHearsWhichDidNot() {
        CustomerRow ours = customer();
        CustomerRow other = customer();
        StaffApi.Reply mobile = link(store.caller(), "c-1", ours.externalId(), other.mobile(), AGREED);
        StaffApi.Reply number = link(store.caller(), "c-1", "nobody-has-this", ours.mobile(), AGREED);
        assertThat(mobile.code()).isEqualTo("VALIDATION_FAILED");
        assertThat(mobile.body()).isEqualTo(number.body());
        assertThat(linked("c-1")).isEqualTo("nobody");
    }

    @Test
    void whoeverNamesTooManyWrongOnesWaits() {
        CustomerRow ours = customer();
        for (int i = 0; i < 30; i++) {
            assertThat(link(store.caller(), "c-1", "nobody-" + i, ours.mobile(), AGREED)
                            .status())
                    .isEqualTo(422);
        }
        StaffApi.Reply refused = link(store.caller(), "c-1", ours);
        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(linked("c-1")).isEqualTo("nobody");
        // Another store is another one.
        assertThat(link(StoreLogin.of(SHOP.behind, StoreScope.CUSTOMER_LINK).caller(), "c-1", ours)
                        .status())
                .isEqualTo(201);
        SHOP.clock.advance(Duration.ofHours(1));
        assertThat(link(store.caller(), "c-1", ours).status()).isEqualTo(201);
    }

    @Test
    void onlyAStoreWithTheScopeAndOnlyWhatFits() {
        CustomerRow ours = customer();
        Caller without = StoreLogin.of(SHOP.behind, StoreScope.ORDER_CREATE).caller();
        assertThat(link(without, "c-1", ours).code()).isEqualTo("FORBIDDEN");
        String later = SHOP.clock.instant().plus(Duration.ofMinutes(2)).toString();
        assertThat(link(store.caller(), "c-1", ours.externalId(), ours.mobile(), later)
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(link(store.caller(), "c-1", ours.externalId(), "60000001", AGREED)
                        .code())
                .isEqualTo("VALIDATION_FAILED");
        assertThat(link(store.caller(), "a@b", ours).code()).isEqualTo("NOT_FOUND");
        assertThat(link(store.caller(), "x".repeat(65), ours).code()).isEqualTo("NOT_FOUND");
        assertThat(linked("c-1")).isEqualTo("nobody");
    }

    @Test
    void ofAHundredAtOnceOneLinks() {
        CustomerRow ours = customer();
        CustomerRow other = customer();
        List<Integer> statuses = AtOnce.runOn(
                8,
                100,
                n -> link(store.caller(), "c-1", n % 2 == 0 ? ours : other).status());
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(49);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(50);
        assertThat(linked("c-1")).isIn(ours.id().text(), other.id().text());
    }

    @Test
    void whoeverIsMergedStaysTheStoresCustomer() {
        CustomerRow ours = customer();
        CustomerRow survivor = customer();
        link(store.caller(), "c-1", ours);
        SHOP.behind
                .sql(
                        "insert into customer_alias (external_id, survivor_id, version, merged_at) values (:from, :into, 2, now())")
                .param("from", ours.externalId())
                .param("into", survivor.id().text())
                .update();
        RowScope.system()
                .run(() -> assertThat(SHOP.context
                                .getBean(StoreCustomers.class)
                                .find(store.id(), "c-1")
                                .orElseThrow()
                                .id())
                        .isEqualTo(survivor.id()));
        assertThat(link(store.caller(), "c-1", survivor).status()).isEqualTo(200);
    }

    @Test
    void aWrongLinkIsTakenAwayAndMadeAnew() {
        CustomerRow wrong = customer();
        CustomerRow right = customer();
        link(store.caller(), "c-1", wrong);
        assertThat(unlink(SHOP.staff.hire(StaffPermission.STORE_VIEW)).code()).isEqualTo("FORBIDDEN");
        assertThat(linked("c-1")).isEqualTo(wrong.id().text());
        assertThat(unlink(SHOP.maker).status()).isEqualTo(204);
        assertThat(SHOP.audit(wrong.id().text())).containsExactly("customer.link", "customer.unlink");
        assertThat(unlink(SHOP.maker).code()).isEqualTo("NOT_FOUND");
        assertThat(link(store.caller(), "c-1", right).status()).isEqualTo(201);
    }

    private StaffApi.Reply unlink(Caller caller) {
        return SHOP.api.call(
                "unlink-store-customer",
                caller,
                StaffApi.Request.post("/stores/" + store.id() + "/customers/c-1/unlink")
                        .saying("{\"reason\": \"another one\"}"));
    }

    @Test
    void whatAStoreCallsSomebodyGoesWithHim() {
        CustomerRow ours = customer();
        CustomerRow other = customer();
        link(store.caller(), "c-1", ours);
        link(store.caller(), "c-2", other);
        PersonalLinkStore links = SHOP.context.getBean(PersonalLinkStore.class);
        SHOP.transaction.executeWithoutResult(
                status -> links.erase(new ErasedPerson(ours.id(), ours.wallet(), Map.of(), ours.mobile(), "erased:x")));
        assertThat(linked("c-1")).isEqualTo("nobody");
        assertThat(linked("c-2")).isEqualTo(other.id().text());
    }
}
