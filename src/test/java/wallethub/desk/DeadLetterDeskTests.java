package wallethub.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.testing.StaffCalls.body;
import static wallethub.testing.StaffCalls.said;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.id.StaffId;
import wallethub.operation.HttpReply;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffCalls;
import wallethub.testing.StaffLogin;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Dead letters as the staff see and mend them. */
class DeadLetterDeskTests {

    private static final HikariDataSource DATABASE = database();
    private static final JdbcClient BEHIND = JdbcClient.create(TestDatabase.behind(DATABASE));
    private static final AnnotationConfigApplicationContext CONTEXT =
            PackageContext.of(DATABASE, new TestClock(Instant.parse("2026-03-01T10:00:00Z")), Map.of(), Packages.class);
    private static final StaffCalls STAFF = new StaffCalls(CONTEXT, "/dead-letters", "/approvals");
    private static final String WHY = "{\"reason\": \"the other side is up again\"}";

    private final Caller olga = somebody("operations");
    private final Caller fay = somebody("finance");

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.setting",
                "wallethub.approval",
                "wallethub.staff"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture|LaneKeeper).*")
            })
    @Import({
        AssignDeadLetterHandler.class,
        CommentDeadLetterHandler.class,
        DeadLetterDesk.class,
        DiscardDeadLetterHandler.class,
        DiscardMoneyLetter.class,
        GetDeadLetterHandler.class,
        ListDeadLettersHandler.class,
        MoneyLetters.class,
        ReplayDeadLetterHandler.class,
        ReplayDeadLettersHandler.class,
        ReplayMoneyLetter.class
    })
    static class Packages {}

    private static HikariDataSource database() {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        database.setMaximumPoolSize(4);
        return database;
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
        DATABASE.close();
    }

    private static Caller somebody(String role) {
        StaffId id = StaffLogin.account(BEHIND, Instant.now());
        StaffLogin.give(BEHIND, id, role);
        return Caller.staff(
                id,
                "ses_of_a_test",
                Set.copyOf(BEHIND.sql("select permission from staff_role_permission where role_id = :role")
                        .param("role", role)
                        .query(String.class)
                        .list()),
                "10.0.0.1");
    }

    /** A delivery that died in that lane, as a settle leaves it. */
    private static long dead(String lane) {
        String key = UUID.randomUUID().toString();
        BEHIND.sql("""
                        insert into lane_target (id, name)
                        select (select coalesce(max(id), 0) + 1 from lane_target), :lane
                        where not exists (select from lane_target where name = :lane)
                        """).param("lane", lane).update();
        BEHIND.sql("""
                        insert into lane_shard (target, shard)
                        select t.id, s from lane_target t, generate_series(0, 31) s where t.name = :lane
                        on conflict do nothing
                        """).param("lane", lane).update();
        long event =
                BEHIND.sql("select nextval('lane_event_id')").query(Long.class).single();
        BEHIND.sql("""
                        insert into lane_event (shard, id, targets, key, kind, idem, body)
                        select lane_shard_of(:key), :event, t.bit, :key, 'letter', :key, :body
                        from lane_target t where t.name = :lane
                        """)
                .param("key", key)
                .param("event", event)
                .param("lane", lane)
                .param("body", BODY.getBytes(StandardCharsets.UTF_8))
                .update();
        BEHIND.sql("""
                        insert into lane_done (target, shard, id, outcome, code)
                        select t.id, lane_shard_of(:key), :event, 'F', 'NO_SUCH_THING' from lane_target t where t.name = :lane
                        """)
                .param("key", key)
                .param("event", event)
                .param("lane", lane)
                .update();
        return BEHIND.sql("""
                        insert into lane_dead_letter (target, shard, event_id, key, kind, idem, body, mapping, class, code, message,
                            owner, runbook, on_poison, event_at, retention)
                        select t.id, e.shard, e.id, e.key, e.kind, e.idem, e.body, 'a.mapping', 'fatal', 'NO_SUCH_THING',
                            'nobody has +965 5000 0001', 'integration', 'docs/operating/README.md', 'park', now(),
                            interval '90 days'
                        from lane_event e, lane_target t where e.id = :event and t.name = :lane
                        returning id
                        """)
                .param("event", event)
                .param("lane", lane)
                .query(Long.class)
                .single();
    }

    private static final String BODY = """
            {"type": "customer.changed", "customerId": "cus_01", "name": "Canary Al-Sabah", "mobile": "+96550000001",
             "amount": "12.500", "note": {"status": "Canary lives here", "to": ["Canary"]}}
            """;

    private static HttpReply post(Caller who, String operation, String path, String json) {
        return STAFF.call(
                operation,
                "POST",
                path,
                who,
                Map.of("if-match", "\"1\"", "idempotency-key", UUID.randomUUID().toString()),
                json);
    }

    private HttpReply replay(long id) {
        return post(olga, "replay-dead-letter", "/dead-letters/" + id + "/replay", WHY);
    }

    private static String state(long id) {
        return BEHIND.sql("select state from lane_dead_letter where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
    }

    private static long audited(long id, String action) {
        return BEHIND.sql("select count(*) from access_audit where action = :action and object = :id")
                .param("action", action)
                .param("id", Long.toString(id))
                .query(Long.class)
                .single();
    }

    @Test
    void aListGoesOnByItsCursorAndFilters() {
        long first = dead("messages");
        long second = dead("messages");
        long third = dead("messages");
        JsonNode page = STAFF.read("list-dead-letters", "/dead-letters?lane=messages&size=2", fay);
        assertThat(page.path("items").findValuesAsText("id")).containsExactly(third + "", second + "");
        String next = page.path("next").asText();
        assertThat(STAFF.read("list-dead-letters", "/dead-letters" + next, fay)
                        .path("items")
                        .findValuesAsText("id"))
                .contains(first + "");
        assertThat(said(STAFF.get("list-dead-letters", "/dead-letters" + next, olga)))
                .as("another's cursor")
                .isEqualTo("422 VALIDATION_FAILED");
        assertThat(STAFF.read("list-dead-letters", "/dead-letters?code=ANOTHER&size=10", fay)
                        .path("items"))
                .isEmpty();
        assertThat(said(STAFF.get("list-dead-letters", "/dead-letters?size=10", somebody("customer-care"))))
                .isEqualTo("403 FORBIDDEN");
    }

    @Test
    void whatStandsInOneIsMasked() {
        JsonNode letter = STAFF.read("get-dead-letter", "/dead-letters/" + dead("events"), fay);
        assertThat(letter.path("body").path("amount").asText()).isEqualTo("12.500");
        assertThat(letter.path("body").path("customerId").asText()).isEqualTo("cus_01");
        assertThat(letter.path("body").path("note").path("to").isArray()).isTrue();
        assertThat(letter.toString()).doesNotContain("Canary").doesNotContain("5000");
        assertThat(said(STAFF.get("get-dead-letter", "/dead-letters/999999999", fay)))
                .isEqualTo("404 NOT_FOUND");
        assertThat(said(STAFF.get("get-dead-letter", "/dead-letters/one", fay))).isEqualTo("404 NOT_FOUND");
    }

    @Test
    void scenario56_theReplayOfAHealedOneDoesNothingAndSaysSo() {
        long id = dead("messages");
        assertThat(body(replay(id)).path("result").asText()).isEqualTo("done");
        assertThat(state(id)).isEqualTo("replaying");
        assertThat(said(replay(id))).isEqualTo("409 STATE_CONFLICT");
        BEHIND.sql("update lane_dead_letter set state = 'healed' where id = :id")
                .param("id", id)
                .update();
        HttpReply again = replay(id);
        assertThat(said(again)).isEqualTo("200");
        assertThat(body(again).path("result").asText()).isEqualTo("already_healed");
        assertThat(audited(id, "dead-letter.replayed")).isEqualTo(1);
        assertThat(STAFF.read("get-dead-letter", "/dead-letters/" + id, olga)
                        .path("actions")
                        .findValuesAsText("result"))
                .as("refusals stay on record")
                .containsExactly("healed", "replaying", "replaying now");
    }

    @Test
    void moneyIsBroughtBackByTwoAndNotByOne() {
        long id = dead("payments");
        HttpReply asked = replay(id);
        assertThat(said(asked)).isEqualTo("202");
        assertThat(body(asked).path("kind").asText()).isEqualTo("dead-letter.replay-money");
        assertThat(state(id)).isEqualTo("open");
        String approve = "/approvals/" + body(asked).path("id").asText() + "/approve";
        assertThat(said(post(olga, "approve", approve, ""))).startsWith("403");
        assertThat(state(id)).isEqualTo("open");
        assertThat(said(post(fay, "approve", approve, ""))).isEqualTo("200");
        assertThat(state(id)).isEqualTo("replaying");
        assertThat(audited(id, "dead-letter.replayed")).isEqualTo(1);
    }

    @Test
    void moneyIsGivenUpByTwo() {
        long id = dead("erp");
        String json = "{\"code\": \"BOOKED_BY_HAND\", \"reason\": \"booked by hand\"}";
        HttpReply asked = post(olga, "discard-dead-letter", "/dead-letters/" + id + "/discard", json);
        assertThat(said(asked)).isEqualTo("202");
        assertThat(state(id)).isEqualTo("open");
    }

    @Test
    void manyAreReplayedButNotThoseWithMoney() {
        long message = dead("notify");
        BEHIND.sql("update lane_dead_letter set code = 'ONLY_HERE' where id = :id")
                .param("id", message)
                .update();
        long money = dead("erp-feed");
        BEHIND.sql("update lane_dead_letter set code = 'ONLY_HERE' where id = :id")
                .param("id", money)
                .update();
        String order = "{\"code\": \"ONLY_HERE\", \"dryRun\": %s, \"limit\": 100, \"reason\": \"up again\"}";
        JsonNode preview = body(post(olga, "replay-dead-letters", "/dead-letters/replay", order.formatted(true)));
        assertThat(preview.path("found").asInt()).isEqualTo(2);
        assertThat(preview.path("money").asInt()).isEqualTo(1);
        assertThat(state(message)).isEqualTo("open");
        JsonNode report = body(post(olga, "replay-dead-letters", "/dead-letters/replay", order.formatted(false)));
        assertThat(report.path("replayed").asInt()).isEqualTo(1);
        assertThat(state(message)).isEqualTo("replaying");
        assertThat(state(money)).isEqualTo("open");
    }

    @Test
    void aWordAndAnOwnerStayWithIt() {
        long id = dead("messages");
        String assign = "{\"assignee\": \"%s\", \"reason\": \"knows the gateway\"}".formatted(olga.staff());
        assertThat(said(post(olga, "assign-dead-letter", "/dead-letters/" + id + "/assign", assign)))
                .isEqualTo("200");
        assertThat(said(post(olga, "comment-dead-letter", "/dead-letters/" + id + "/comment", WHY)))
                .isEqualTo("200");
        JsonNode letter = STAFF.read("get-dead-letter", "/dead-letters/" + id, fay);
        assertThat(letter.path("assignee").asText()).isEqualTo(olga.staff().text());
        assertThat(letter.path("actions").findValuesAsText("verb")).containsExactly("comment", "assign");
        assertThat(said(post(fay, "comment-dead-letter", "/dead-letters/" + id + "/comment", WHY)))
                .isEqualTo("403 FORBIDDEN");
        assertThat(said(post(olga, "comment-dead-letter", "/dead-letters/999999999/comment", WHY)))
                .isEqualTo("404 NOT_FOUND");
    }
}
