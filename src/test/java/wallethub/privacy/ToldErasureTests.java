package wallethub.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.privacy.ErasureFixture.EXTERNAL_ID;
import static wallethub.privacy.ErasureFixture.MOBILE;
import static wallethub.privacy.ErasureFixture.NAME;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.customer.Customers;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;

/** A customer erased because the CRM says so, and what is told of one afterwards. */
class ToldErasureTests {

    private final ErasureFixture hub = new ErasureFixture();

    @BeforeEach
    void live() {
        hub.live();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whileSomethingIsNotOverTheWordIsHeldAndAfterwardsItIsDoneOnce() {
        hub.run("update invoice_mirror set state = 'open'");
        List<String> before = hub.found();

        assertThat(erase()).satisfies(held -> {
            assertThat(held.outcome()).isEqualTo(Outcome.HOLD);
            assertThat(held.code()).isEqualTo("CUSTOMER_NOT_OVER");
            assertThat(held.message()).isEqualTo("not over yet: open-invoices");
        });
        assertThat(hub.found()).isEqualTo(before);
        assertThat(audited()).isEmpty();

        hub.run("update invoice_mirror set state = 'paid'");
        assertThat(erase().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(hub.found()).isEmpty();
        assertThat(erase())
                .extracting(Answer.Settled::outcome, Answer.Settled::code)
                .containsExactly(Outcome.DISCARD, "CUSTOMER_ERASED");
        assertThat(hub.tellFromTheCrm(9).code()).isEqualTo("CUSTOMER_ERASED");
        assertThat(audited()).containsExactly("SYSTEM told by the CRM");
        assertThat(hub.found()).isEmpty();
    }

    @Test
    void moneyThatIsOnItsWayHoldsItAsItHoldsTheStaff() {
        hub.run(
                "select ledger_post('trf_x', 'RECHARGE', '{w}', 5000, 'KWD', 'clearing:stripe:main', 'k-x', now(), now())");

        assertThat(erase().message()).isEqualTo("not over yet: entries-not-in-the-erp, wallet-balance");

        hub.run(
                "select ledger_post('trf_y', 'PAYMENT', '{w}', -5000, 'KWD', 'clearing:stripe:main', 'k-y', now(), now())");
        assertThat(erase().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void theWordItselfAndWhatStandsBehindItInTheFeedDoNotHinderAndAreEmptiedWhenTheyEnd() {
        hub.run("insert into lane_target (id, name) values (29, 'crm-feed')");
        inTheFeed(51, "{\"externalId\":\"" + EXTERNAL_ID + "\",\"erased\":true}");
        inTheFeed(52, "{\"name\":\"" + NAME + "\",\"mobile\":\"" + MOBILE + "\"}");

        assertThat(erase().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(bodies()).as("on their way").noneMatch(String::isEmpty);

        settle(51, Outcome.SUCCESS);
        settle(52, Outcome.DISCARD);
        assertThat(bodies()).containsExactly("", "");
        assertThat(hub.found()).isEmpty();
    }

    @Test
    void aDeadLetterOfTheFeedIsDecidedFirst() {
        hub.run("insert into lane_target (id, name) values (29, 'crm-feed')");
        inTheFeed(51, "{}");
        hub.run(
                "insert into lane_done (target, shard, id, outcome) select 29, shard, id, 'F' from lane_event where id = 51");
        hub.run("""
                insert into lane_dead_letter (target, shard, event_id, key, kind, idem, class, code, owner, runbook, on_poison,
                    event_at, retention)
                select 29, shard, id, key, 'letter', 'i', 'fatal', 'C', 'o', 'r', 'skip', now(), interval '90 days'
                from lane_event where id = 51
                """.strip());

        assertThat(erase().message()).isEqualTo("not over yet: unfinished-deliveries");
        hub.run("update lane_dead_letter set state = 'replaying' where event_id = 51");
        assertThat(erase().outcome()).as("the letter is this word").isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void whoeverNeverCameDoesNotComeLater() {
        String told = "{\"externalId\":\"C-never\",\"version\":1,\"name\":\"N\",\"mobile\":\"+96551230000\","
                + "\"language\":\"en\",\"currency\":\"KWD\"}";

        assertThat(hub.tell("customers-mirror", "erase-mirrored-customer", "{\"externalId\":\"C-never\"}"))
                .extracting(Answer.Settled::outcome, Answer.Settled::code)
                .containsExactly(Outcome.SUCCESS, "CUSTOMER_ERASED");

        assertThat(hub.tell("customers-mirror", "mirror-customer", told).code()).isEqualTo("CUSTOMER_ERASED");
        assertThat(hub.context.getBean(Customers.class).findByExternalId("C-never"))
                .isEmpty();
    }

    @Test
    void whatTheErpTellsAgainBringsNobodyBack() {
        assertThat(erase().outcome()).isEqualTo(Outcome.SUCCESS);

        Answer.Settled invoice = hub.tell("erp-feed-apply", "mirror-invoice", """
                {"system":"rest","externalId":"i-1","number":"n","reference":"for %s","customer":"%s","state":"paid",
                 "issueDate":"2026-03-01","total":{"amount":"5.000","currency":"KWD"},"open":{"amount":"0.000","currency":"KWD"},
                 "text":"Dear %s","changedAt":"2027-01-01T00:00:00Z"}
                """.formatted(NAME, EXTERNAL_ID, NAME));
        Answer.Settled known =
                hub.tell("erp-feed-apply", "import-erp-entry", entry("2", "alias-" + EXTERNAL_ID, "0.000"));
        Answer.Settled fresh = hub.tell("erp-feed-apply", "import-erp-entry", entry("3", EXTERNAL_ID, "0.000"));

        assertThat(invoice.code()).isEqualTo("CUSTOMER_ERASED");
        assertThat(known.code()).isEqualTo("ENTRY_UNCHANGED");
        assertThat(fresh.code()).isEqualTo("ENTRY_EMPTY");
        assertThat(hub.found()).isEmpty();
        assertThat(hub.behind
                        .sql("select count(*) from books_entry where customer like 'erased:%'")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void inAFindingAmountsAndOurReferencesStayAndOthersFindingsToo() {
        erase();

        assertThat(hub.behind
                        .sql(
                                "select regexp_replace(known || '|' || told, '[0-9a-f]{32}', '#', 'g') from books_finding order by id")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "5.000 KWD of erased:#|6.000 KWD of erased:# for trf_01JD0000000000000000000001",
                        "|6.000 KWD of another-77 for x");
    }

    private static String entry(String line, String customer, String amount) {
        return """
                {"system":"rest","lineId":"%s","document":"d","number":"n","reference":"paid by %s","customer":"%s",
                 "amount":{"amount":"%s","currency":"KWD"},"date":"2026-02-01","changedAt":"2027-01-01T00:00:00Z"}
                """.formatted(line, NAME, customer, amount);
    }

    private Answer.Settled erase() {
        return hub.tell("customers-mirror", "erase-mirrored-customer", "{\"externalId\":\"" + EXTERNAL_ID + "\"}");
    }

    private void inTheFeed(long id, String body) {
        hub.behind
                .sql("""
                        insert into lane_event (shard, id, targets, key, kind, idem, body)
                        values (lane_shard_of(:key), :id, 1 << 28, :key, 'letter', 'crm-feed:' || :id, :body)
                        """)
                .param("id", id)
                .param("key", EXTERNAL_ID)
                .param("body", body.getBytes(StandardCharsets.UTF_8))
                .update();
    }

    private void settle(long id, Outcome outcome) {
        Settlement settlement = new Settlement(
                "crm-feed",
                id,
                "letter",
                EXTERNAL_ID,
                new byte[0],
                outcome,
                "CUSTOMER_ERASED",
                null,
                true,
                null,
                null,
                hub.clock.instant());
        hub.context.getBeanProvider(DeliveryListener.class).stream()
                .filter(listener -> listener.lane().equals("crm-feed"))
                .forEach(listener -> listener.settled(List.of(settlement)));
    }

    private List<String> bodies() {
        return hub.behind
                .sql("select convert_from(body, 'utf8') from lane_event where id in (51, 52) order by id")
                .query(String.class)
                .list();
    }

    private List<String> audited() {
        return hub.behind
                .sql(
                        "select caller_kind || ' ' || reason from access_audit where action = 'customer.erase' and object = :id")
                .param("id", hub.customer.text())
                .query(String.class)
                .list();
    }
}
