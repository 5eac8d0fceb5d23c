package wallethub.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffApi.Request.post;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.CustomerId;
import wallethub.testing.StaffApi;
import wallethub.testing.TestStaff;

/** A customer erased by two people. */
class ErasureTests {

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

    private final ErasureFixture hub = new ErasureFixture();
    private final TestStaff staff = hub.context.getBean(TestStaff.class);
    private final StaffApi api = new StaffApi(hub.context, "privacy", "approvals");
    private final Caller maker = staff.hire(StaffPermission.CUSTOMER_ERASE, StaffPermission.APPROVAL_VIEW);
    private final Caller checker = staff.hire(StaffPermission.CUSTOMER_ERASE_APPROVE, StaffPermission.APPROVAL_VIEW);
    private int keys;

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aCustomerOfWhomNothingIsOpenIsErasedByTwoPeopleAndNothingIsFoundAfterwards() {
        hub.live();
        List<String> before = hub.found();
        assertThat(before).as("the canary sings").hasSizeGreaterThan(10);
        HINDRANCES.forEach(one -> assertHindered(one.get(0), one.get(1), one.get(2)));

        StaffApi.Reply asked = ask();
        assertThat(asked.status()).isEqualTo(202);
        hub.run(HINDRANCES.get(1).get(0));
        assertThat(approve(asked).status()).as("what came in between").isEqualTo(409);
        hub.run(HINDRANCES.get(1).get(2));
        assertThat(hub.found()).isEqualTo(before);

        assertThat(approve(asked).status()).isEqualTo(200);

        assertThat(hub.found()).isEmpty();
        assertThat(hub.behind
                        .sql("select end_reason from login_session")
                        .query(String.class)
                        .list())
                .containsExactly("ended");
        assertThat(hub.behind
                        .sql("select count(*) from ledger_entry")
                        .query(Long.class)
                        .single())
                .as("the ledger stays")
                .isEqualTo(8);
        assertThat(hub.behind
                        .sql("select caller from access_audit where action = 'customer.erase' and object = :id")
                        .param("id", hub.customer.text())
                        .query(String.class)
                        .list())
                .containsExactly(checker.subject());
        assertTheCrmBringsNothingBack();
    }

    private void assertHindered(String happens, String words, String over) {
        hub.run(happens);
        StaffApi.Reply refused = ask();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).isEqualTo("not over yet: " + words);
        hub.run(over);
    }

    private void assertTheCrmBringsNothingBack() {
        assertThat(hub.tellFromTheCrm(9).code()).isEqualTo("CUSTOMER_ERASED");
        assertThat(hub.found()).isEmpty();
        assertThat(hub.behind
                        .sql("select count(*) from customer_mirror")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
        assertThat(ask().code()).isEqualTo("STATE_CONFLICT");
        assertThat(api.call("erase-customer", maker, request(CustomerId.next().text()))
                        .status())
                .isEqualTo(404);
    }

    private StaffApi.Reply ask() {
        return api.call("erase-customer", maker, request(hub.customer.text()));
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
}
