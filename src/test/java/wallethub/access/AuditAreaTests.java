package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final Pattern ENTRY =
            Pattern.compile("(?:new AuditEntry|AuditEntry\\.of)\\(\\s*[\\w.()]+,\\s*([^,]+?),", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"([a-z-]+(?:\\.[a-z-]+)+)\"");
    private static final Pattern ONE_OF_TWO =
            Pattern.compile("[^\"]+\\? " + LITERAL.pattern() + " : " + LITERAL.pattern());
    private static final Pattern KIND = Pattern.compile("(?:KIND =|return)\\s+" + LITERAL.pattern() + ";");

    // Where an action is not written out where its row is made: what it may be.
    private static final Map<String, Function<String, Stream<String>>> COMPUTED = Map.of(
            "action", AuditAreaTests::ofFreezing,
            "verb.kind().action()", main -> literals(LITERAL, read(main, "desk/DeadLetterVerb.java")),
            "action.kind()", AuditAreaTests::kindsOfApprovals,
            "\"approval.\" + verb(state)",
                    main -> Pattern.compile("-> \"([a-z]+)\"")
                            .matcher(read(main, "approval/Decisions.java"))
                            .results()
                            .map(verb -> "approval." + verb.group(1)),
            // The verbs are those of the table.
            "\"task.\" + step.verb()",
                    main -> Pattern.compile("verb in \\((.*)\\)\\),")
                            .matcher(read("src/main/resources/db/migration", "V0054__desk_task.sql"))
                            .results()
                            .flatMap(verbs -> Stream.of(verbs.group(1).split(",\\s*")))
                            .map(verb -> "task." + verb.replace("'", "")),
            "action + \".refused\"",
                    main -> files(main)
                            .flatMap(text ->
                                    literals(Pattern.compile("decisions\\.witness\\(\\s*" + LITERAL.pattern()), text))
                            .map(action -> action + ".refused"));

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

    /** Also of those that are named by a constant or made of parts: another such place fails until it says what it may be. */
    @Test
    void everyActionInTheCodeHasOneArea() {
        Set<String> actions = new TreeSet<>();
        int[] rows = {0};
        makers().forEach(text -> ENTRY.matcher(text).results().forEach(entry -> {
            rows[0]++;
            String action = entry.group(1).strip();
            if (LITERAL.matcher(action).matches() || ONE_OF_TWO.matcher(action).matches()) {
                literals(LITERAL, action).forEach(actions::add);
            } else {
                assertThat(COMPUTED).as("an action that is not written out").containsKey(action);
                List<String> may = COMPUTED.getOrDefault(action, main -> Stream.empty())
                        .apply("src/main/java/wallethub")
                        .toList();
                assertThat(may).as(action).isNotEmpty();
                actions.addAll(may);
            }
        }));
        assertThat(rows[0])
                .as("every place that makes a row")
                .isEqualTo(makers().mapToInt(text -> (int) Pattern.compile("new AuditEntry\\(|AuditEntry\\.of\\(")
                                .matcher(text)
                                .results()
                                .count())
                        .sum());
        assertThat(actions)
                .contains("wallet.freeze", "wallet.refund", "customer.erase", "dead-letter.replayed", "role.change")
                .allSatisfy(
                        action -> assertThat(AuditArea.of(action)).as(action).isPresent());
    }

    private static Stream<String> makers() {
        return files("src/main/java/wallethub").filter(text -> !text.contains("record AuditEntry("));
    }

    private static Stream<String> ofFreezing(String main) {
        return literals(LITERAL, read(main, "desk/Freezing.java"));
    }

    private static Stream<String> kindsOfApprovals(String main) {
        return files(main)
                .filter(text -> text.contains("implements ApprovalAction<"))
                .flatMap(text -> {
                    List<String> kinds = literals(KIND, text).toList();
                    assertThat(kinds).as(text.substring(0, 60)).isNotEmpty();
                    return kinds.stream();
                });
    }

    private static Stream<String> literals(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static Stream<String> files(String folder) {
        try (var files = Files.walk(Path.of(folder))) {
            return files.filter(path -> path.toString().endsWith(".java")).map(path -> read(path)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String folder, String file) {
        return read(Path.of(folder, file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
