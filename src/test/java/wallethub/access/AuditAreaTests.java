package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Who reads what of the audit. */
class AuditAreaTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);
    // The name of an action, where a row is made or the constant that names it.
    private static final Pattern ACTION =
            Pattern.compile("(?:AuditEntry(?:\\.of)?\\(\\s*[^,]+,|\\bACTION\\w*\\s*=)\\s*\"([a-z-]+(?:\\.[a-z-]+)+)\"");

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
    private final AuditStore store = new AuditStore(jdbc);
    private final AuditSettings settings = settings();
    private final AuditTrail trail = new AuditTrail(
            store,
            new AuditChainStore(jdbc),
            new AuditVerifyStore(jdbc),
            new AuditSigner(settings),
            settings,
            new TestClock(NOON));

    private static AuditSettings settings() {
        return new AuditSettings(
                Map.of("a1", LoginKeys.AUDIT_SIGNING_KEY.toJSONString()),
                "a1",
                LoginKeys.AUDIT_KEY,
                "",
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                100);
    }

    @Test
    void everyActionInTheCodeHasOneArea() throws IOException {
        Set<String> actions = new TreeSet<>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                if (text.contains("AuditEntry")) {
                    ACTION.matcher(text).results().forEach(match -> actions.add(match.group(1)));
                }
            }
        }
        assertThat(actions)
                .allSatisfy(
                        action -> assertThat(AuditArea.of(action)).as(action).isPresent());
    }

    @Test
    void noActionIsOfTwoAreas() {
        List<String> prefixes = Arrays.stream(AuditArea.values())
                .flatMap(area -> area.prefixes().stream())
                .toList();
        for (String one : prefixes) {
            assertThat(prefixes).filteredOn(one::startsWith).containsExactly(one);
        }
    }

    @Test
    void readersOfAnAreaSeeItsActionsAndReadersOfAllSeeAll() {
        for (String action : List.of("refund.request", "setting.edit", "customer.unmask", "role.edit", "of.no-area")) {
            write(action, "x");
        }
        assertThat(seen(StaffPermission.AUDIT_READ_MONEY)).containsExactly("refund.request");
        assertThat(seen(StaffPermission.AUDIT_READ_OPERATIONS)).containsExactly("setting.edit");
        assertThat(seen(StaffPermission.AUDIT_READ_CARE)).containsExactly("customer.unmask");
        assertThat(seen(StaffPermission.AUDIT_READ_CARE, StaffPermission.AUDIT_READ_MONEY))
                .containsExactly("customer.unmask", "refund.request");
        assertThat(seen(StaffPermission.AUDIT_READ)).hasSize(5);
        assertThat(seen(StaffPermission.AUDIT_LIST)).isEmpty();
        Caller customer = Caller.customer(CustomerId.next(), Set.of("audit.read"));
        assertThat(trail.list(ALL, customer, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(trail.count(ALL, staff(StaffPermission.AUDIT_LIST))).isZero();
        assertThat(trail.count(ALL, staff(StaffPermission.AUDIT_READ))).isEqualTo(5);
    }

    @Test
    void filtersAndGoesOnBelowTheLastRow() {
        for (int number = 0; number < 5; number++) {
            write(number % 2 == 0 ? "wallet.freeze" : "wallet.unfreeze", "wal_" + number);
        }
        Caller reader = staff(StaffPermission.AUDIT_READ);
        List<AuditRow> first = trail.list(ALL, reader, Long.MAX_VALUE, 2);
        assertThat(first).extracting(AuditRow::object).containsExactly("wal_4", "wal_3");
        assertThat(trail.list(ALL, reader, first.getLast().id(), 2))
                .extracting(AuditRow::object)
                .containsExactly("wal_2", "wal_1");
        assertThat(trail.list(new AuditFilter(null, "wallet.un", null, null, null), reader, Long.MAX_VALUE, 9))
                .hasSize(2);
        assertThat(trail.list(new AuditFilter(null, null, "wal_2", null, null), reader, Long.MAX_VALUE, 9))
                .hasSize(1);
        assertThat(trail.list(
                        new AuditFilter("system:test", null, null, NOON, NOON.plusSeconds(1)),
                        reader,
                        Long.MAX_VALUE,
                        9))
                .hasSize(5);
        assertThat(trail.list(new AuditFilter(null, null, null, null, NOON), reader, Long.MAX_VALUE, 9))
                .isEmpty();
    }

    private List<String> seen(StaffPermission... permissions) {
        return trail.list(ALL, staff(permissions), Long.MAX_VALUE, 10).stream()
                .map(AuditRow::action)
                .toList();
    }

    private static Caller staff(StaffPermission... permissions) {
        return Caller.staff(StaffId.next(), null, StaffPermission.wires(permissions), null);
    }

    private void write(String action, String object) {
        store.insert(AuditEntry.of(Caller.system("test"), action, object, null), null, null, null, NOON);
    }
}
