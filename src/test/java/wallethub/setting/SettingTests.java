package wallethub.setting;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.testing.StaffCalls.body;
import static wallethub.testing.StaffCalls.said;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.HttpReply;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffCalls;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Rules of the business as the staff change them, over the groups that the product has. */
class SettingTests {

    private static final Caller EDITOR =
            StaffCalls.somebody(StaffPermission.SETTING_VIEW, StaffPermission.SETTING_EDIT);
    private static final String THRESHOLDS = """
            {"reason": "dearer sms", "value": {"minimumBalances": [{"amount": "7.500", "currency": "KWD"}]}}
            """;

    private static final DataSource DATABASE = TestDatabase.fresh();
    private static final JdbcClient JDBC = JdbcClient.create(DATABASE);
    private static final AnnotationConfigApplicationContext CONTEXT =
            PackageContext.of(DATABASE, new TestClock(Instant.parse("2026-03-01T10:00:00Z")), Map.of(), Packages.class);
    private static final StaffCalls STAFF = new StaffCalls(CONTEXT, "/settings");

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
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.recharge"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture|SettingLooks).*")
            })
    static class Packages {}

    /** What only this test has. */
    record Height(int most) {}

    private record Heights(String name) implements SettingGroup<Height> {

        @Override
        public Class<Height> type() {
            return Height.class;
        }

        @Override
        public boolean guardsMoney() {
            return false;
        }

        @Override
        public Height initial() {
            return new Height(1);
        }
    }

    private final long versions = count("setting_version");
    private final long audited = count("access_audit");

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    private HttpReply set(String group, String tag, String json) {
        return STAFF.call("set-setting", "PUT", "/settings/" + group, EDITOR, Map.of("if-match", tag), json);
    }

    private String tag(String group) {
        return requireNonNull(
                STAFF.get("get-setting", "/settings/" + group, EDITOR).headers().get("ETag"));
    }

    private static long count(String table) {
        return JDBC.sql("select count(*) from " + table).query(Long.class).single();
    }

    @Test
    void untilSomebodySetsThemTheyAreAsTheConfigurationSays() {
        // No test sets this group.
        JsonNode all = STAFF.read("list-settings", "/settings", EDITOR);
        assertThat(all.path("items").findValuesAsText("group")).contains("recharge-limits", "wallet-thresholds");
        JsonNode limits = STAFF.read("get-setting", "/settings/recharge-limits", EDITOR);
        assertThat(limits.path("version").asInt()).isZero();
        assertThat(limits.path("guardsMoney").asBoolean()).isTrue();
        assertThat(limits.path("value").path("limits").findParents("minimum")).hasSize(7);
        assertThat(limits.toString()).contains("{\"amount\":\"1.000\",\"currency\":\"KWD\"}");
    }

    @Test
    void aChangeIsAVersionWithWhoWhenAndWhyAndIsAudited() {
        HttpReply reply = set("wallet-thresholds", tag("wallet-thresholds"), THRESHOLDS);
        assertThat(said(reply)).isEqualTo("200");
        JsonNode view = body(reply);
        assertThat(view.path("version").asInt()).isPositive();
        assertThat(view.path("history").get(0).path("changedBy").asText()).isEqualTo(EDITOR.subject());
        assertThat(view.path("history").get(0).path("reason").asText()).isEqualTo("dearer sms");
        assertThat(reply.headers().get("ETag")).isEqualTo(tag("wallet-thresholds"));
        Map<String, Object> audited = JDBC.sql("select * from access_audit order by audit_id desc limit 1")
                .query()
                .singleRow();
        assertThat(audited)
                .containsEntry("action", "setting.changed")
                .containsEntry("object", "wallet-thresholds")
                .containsEntry("caller", EDITOR.subject());
        assertThat(audited.get("address")).isNotNull().isNotEqualTo("10.0.0.1");
        assertThat(audited.get("before_hash")).isNotNull().isNotEqualTo(audited.get("after_hash"));
        assertThatThrownBy(() -> JdbcClient.create(TestDatabase.behind(DATABASE))
                        .sql("update setting_version set content = '{}'")
                        .update())
                .rootCause()
                .hasMessageContaining("stays as it was written");
    }

    @Test
    void theSameAgainIsNoChange() {
        set("wallet-thresholds", tag("wallet-thresholds"), THRESHOLDS);
        long before = count("setting_version");
        assertThat(said(set("wallet-thresholds", tag("wallet-thresholds"), THRESHOLDS)))
                .isEqualTo("200");
        assertThat(count("setting_version")).isEqualTo(before);
        assertThat(count("access_audit")).isEqualTo(audited + before - versions);
    }

    @Test
    void whoHasSeenAnOlderStateIsRefused() {
        String old = tag("wallet-thresholds");
        set("wallet-thresholds", old, THRESHOLDS.replace("7.500", "6.500"));
        assertThat(said(set("wallet-thresholds", old, THRESHOLDS.replace("7.500", "8.500"))))
                .isEqualTo("412 PRECONDITION_FAILED");
        assertThat(said(STAFF.call("set-setting", "PUT", "/settings/wallet-thresholds", EDITOR, Map.of(), THRESHOLDS)))
                .isEqualTo("428 PRECONDITION_REQUIRED");
        assertThat(count("setting_version")).isEqualTo(versions + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wallet-thresholds|{\"minimumBalances\":[{\"amount\":\"7.5\",\"currency\":\"KWD\"}]}|422 AMOUNT_PRECISION",
                "wallet-thresholds|{\"minimumBalances\":[{\"amount\":\"7.50\",\"currency\":\"XQX\"}]}|422 VALIDATION_FAILED",
                "wallet-thresholds|{\"minimumBalances\":[{\"amount\":\"1.000\",\"currency\":\"KWD\"},{\"amount\":\"2.000\",\"currency\":\"KWD\"}]}|422 VALIDATION_FAILED",
                "wallet-thresholds|{\"limits\":[]}|422 VALIDATION_FAILED",
                "wallet-thresholds|{}|422 VALIDATION_FAILED",
                "recharge-limits|{\"limits\":[{\"minimum\":{\"amount\":\"9.000\",\"currency\":\"KWD\"},\"maximum\":{\"amount\":\"8.000\",\"currency\":\"KWD\"},\"multiple\":{\"amount\":\"0.010\",\"currency\":\"KWD\"},\"presets\":[]}]}|422 VALIDATION_FAILED",
                "recharge-limits|{\"limits\":[{\"minimum\":{\"amount\":\"1.000\",\"currency\":\"KWD\"},\"maximum\":{\"amount\":\"8.00\",\"currency\":\"SAR\"},\"multiple\":{\"amount\":\"0.010\",\"currency\":\"KWD\"},\"presets\":[]}]}|422 VALIDATION_FAILED",
                "no-such-group|{\"minimumBalances\":[]}|404 NOT_FOUND"
            })
    void whatDoesNotHoldTogetherIsRefusedAndNothingChanges(String group, String value, String refusal) {
        String tag = group.startsWith("no") ? "\"0\"" : tag(group);
        assertThat(said(set(group, tag, "{\"reason\": \"a test\", \"value\": " + value + "}")))
                .isEqualTo(refusal);
        assertThat(count("setting_version")).isEqualTo(versions);
        assertThat(count("access_audit")).isEqualTo(audited);
    }

    @Test
    void whoMayOnlyLookChangesNothing() {
        Caller viewer = StaffCalls.somebody(StaffPermission.SETTING_VIEW);
        assertThat(said(STAFF.call(
                        "set-setting",
                        "PUT",
                        "/settings/wallet-thresholds",
                        viewer,
                        Map.of("if-match", "*"),
                        THRESHOLDS)))
                .isEqualTo("403 FORBIDDEN");
        assertThat(said(STAFF.get("get-setting", "/settings/wallet-thresholds", StaffCalls.somebody())))
                .isEqualTo("403 FORBIDDEN");
        assertThat(count("setting_version")).isEqualTo(versions);
    }

    /** Two instances are two of these over one database. */
    @Test
    void anotherInstanceGoesByItAfterItsNextLook() {
        Heights heights = new Heights("height-of-one");
        Settings other = new Settings(JDBC);
        other.looks().look();
        assertThat(other.current(heights)).isEqualTo(new Height(1));
        SettingStore store = new SettingStore(JDBC);
        store.insert(new SettingVersion("height-of-one", 1, "{\"most\":2}", "t", "r", Instant.EPOCH));
        assertThat(other.current(heights)).as("what was seen last").isEqualTo(new Height(1));
        other.looks().look();
        assertThat(other.current(heights)).isEqualTo(new Height(2));
        assertThat(store.insert(new SettingVersion("height-of-one", 1, "{\"most\":3}", "t", "r", Instant.EPOCH)))
                .as("one of two who are equally fast")
                .isFalse();
    }

    @Test
    void withoutALookTheDatabaseIsAskedItself() {
        Settings fresh = new Settings(JDBC);
        new SettingStore(JDBC)
                .insert(new SettingVersion("height-of-another", 1, "{\"most\":2}", "t", "r", Instant.EPOCH));
        assertThat(fresh.current(new Heights("height-of-another"))).isEqualTo(new Height(2));
    }
}
