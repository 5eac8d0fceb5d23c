package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.AuditFinding.Kind;
import wallethub.testing.AtOnce;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The chain over the audit: who is chained when, and what is found when somebody goes past it. */
class AuditChainTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock(NOON);
    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    private final AuditStore rows = new AuditStore(jdbc);

    private AuditSettings settings() {
        return new AuditSettings(
                Map.of("a1", LoginKeys.AUDIT_SIGNING_KEY.toJSONString()),
                "a1",
                LoginKeys.AUDIT_KEY,
                directory.resolve("heads.jsonl").toString(),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                100);
    }

    private AuditChain chain() {
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        return new AuditChain(new AuditChainStore(jdbc), new AuditSigner(settings()), settings(), transaction, clock);
    }

    private AuditTrail trail() {
        return new AuditTrail(
                rows,
                new AuditChainStore(jdbc),
                new AuditVerifyStore(jdbc),
                new AuditSigner(settings()),
                settings(),
                clock);
    }

    private void write(AuditStore to, String object) {
        to.insert(
                AuditEntry.of(Caller.system("test"), "wallet.freeze", object, "as asked"),
                new StaffIdentity("https://issuer.example", "u-1", List.of("finance")),
                null,
                null,
                clock.instant());
    }

    private void write(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> write(rows, "wal_" + number));
    }

    private AuditReport verify() {
        return trail().verify(DAY, DAY.plusDays(1), Duration.ofMinutes(1));
    }

    private List<String> chained() {
        return jdbc.sql("""
                        select a.object from access_audit_link l join access_audit a on a.audit_id = l.audit_id
                        order by l.stream, l.sequence
                        """).query(String.class).list();
    }

    /** As somebody who may do anything, and lets no trigger stop him. */
    private void tamper(String sql) {
        assertThat(behind.sql("set session_replication_role = replica; " + sql).update())
                .isNotNegative();
    }

    @Test
    void chainsEachRowOnceInItsOwnOrderWhateverCommitsWhen() throws Exception {
        AuditChain chain = chain();
        try (Connection late = open();
                Connection gone = open()) {
            write(new AuditStore(client(late)), "first-written-last-committed");
            write(new AuditStore(client(gone)), "rolled-back");
            write(rows, "second");
            assertThat(chain.chain()).isEqualTo(1);
            assertThat(verify().unchained()).isZero();

            gone.rollback();
            write(rows, "third");
            assertThat(chain.chain()).isEqualTo(1);

            late.commit();
            assertThat(verify().unchained()).isEqualTo(1);
            assertThat(chain.chain()).isEqualTo(1);
        }
        assertThat(chain.chain()).isZero();
        assertThat(chained()).containsExactly("second", "third", "first-written-last-committed");
        assertThat(verify()).satisfies(report -> {
            assertThat(report.findings()).isEmpty();
            assertThat(report.links()).isEqualTo(3);
            assertThat(report.complete()).isTrue();
        });
    }

    @Test
    void aRowThatCommitsAfterMidnightIsChainedInTheStreamOfItsDay() throws Exception {
        AuditChain chain = chain();
        try (Connection late = open()) {
            write(new AuditStore(client(late)), "of-the-evening");
            clock.advance(Duration.ofHours(13));
            write(rows, "of-the-morning");
            chain.chain();
            late.commit();
        }
        chain.chain();
        assertThat(chained()).containsExactly("of-the-evening", "of-the-morning");
        assertThat(verify().intact()).isTrue();
        assertThat(chain.exportHeads()).isEqualTo(2);
    }

    @Test
    void oneLeadsAtATimeAndTheOthersTakeOverWhenItDies() throws Exception {
        write(3);
        try (Connection leader = open()) {
            assertThat(new AuditChainStore(client(leader)).lead()).isTrue();
            assertThat(chain().chain()).isZero();
            // It dies: the connection goes, and with it the transaction.
        }
        assertThat(chain().chain()).isEqualTo(3);
    }

    @Test
    void manyInstancesAndWritersAtOnceChainEveryRowOnce() {
        int writers = 4;
        int each = 100;
        List<Supplier<Integer>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String name = "writer-" + writer + "-";
            work.add(() -> {
                IntStream.range(0, each).forEach(number -> write(rows, name + number));
                return 0;
            });
        }
        for (int instance = 0; instance < 3; instance++) {
            AuditChain chain = chain();
            work.add(() -> IntStream.range(0, 50).map(round -> chain.chain()).sum());
        }
        int sum = AtOnce.run(work.size(), n -> work.get(n).get()).stream()
                .mapToInt(Integer::intValue)
                .sum();
        sum += chain().chain();
        assertThat(sum).isEqualTo(writers * each);
        assertThat(new HashSet<>(chained())).hasSize(writers * each);
        assertThat(chained()).hasSize(writers * each);
        assertThat(verify().intact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update access_audit set reason = 'as nobody asked' where object = 'wal_3' | ROW_CHANGED",
                "update access_audit set roles = 'administrator' where object = 'wal_3' | ROW_CHANGED",
                "delete from access_audit where object = 'wal_3' | ROW_MISSING",
                "insert into access_audit (caller_kind, caller, action, object, recorded_at) values ('STAFF', 's', 'wallet.freeze', 'x', '2026-03-01T12:00:00Z') | ROW_INSERTED",
                "update access_audit_link l set audit_id = -(select audit_id from access_audit_link o where o.sequence = 7 - l.sequence) where sequence in (3, 4); update access_audit_link set audit_id = -audit_id where audit_id < 0 | ROW_CHANGED",
                "delete from access_audit_link where sequence = 3 | LINK_MISSING",
                "update access_audit_link set hash = sha256('x') where sequence = 3 | BROKEN_LINK",
                "delete from access_audit_link where sequence > 4; delete from access_audit where object in ('wal_5', 'wal_6') | TAIL_MISSING",
                "update access_audit_head set signature = sha256('x') | HEAD_FORGED"
            })
    void findsWhatSomebodyDidPastTheHub(String tampering, Kind found) {
        write(6);
        AuditChain chain = chain();
        chain.chain();
        chain.exportHeads();
        assertThat(verify()).satisfies(report -> {
            assertThat(report.intact()).isTrue();
            assertThat(report.heads()).isEqualTo(2);
        });

        tamper(tampering);

        assertThat(verify().findings()).extracting(AuditFinding::kind).contains(found);
    }

    /** Who can do everything in the database: only what has left it still tells. */
    @Test
    void aChainComputedAnewIsFoundByTheExportedHeadsAlone() throws Exception {
        write(6);
        AuditChain chain = chain();
        chain.chain();
        chain.exportHeads();
        tamper("update access_audit set reason = 'as nobody asked' where object = 'wal_3'; "
                + "truncate access_audit_link, access_audit_head, access_audit_stream; "
                + "insert into access_audit_unchained select audit_id from access_audit");
        chain.chain();

        List<String> lines = Files.readAllLines(Path.of(settings().headsFile()));
        assertThat(trail().compare(lines)).extracting(AuditFinding::kind).containsExactly(Kind.HEAD_DIFFERS);
        assertThat(verify().findings()).extracting(AuditFinding::kind).containsExactly(Kind.HEAD_DIFFERS);
        Files.delete(Path.of(settings().headsFile()));
        assertThat(verify().intact())
                .as("without what was exported nobody can know")
                .isTrue();
    }

    @Test
    void aHeadThatSomebodyWroteHimselfIsForged() {
        write(2);
        AuditChain chain = chain();
        chain.chain();
        chain.exportHeads();
        String forged = new AuditHead(DAY, 2, "00".repeat(32), NOON, "a1", "00".repeat(64)).line();
        assertThat(trail().compare(List.of(forged, "no head at all", "")))
                .extracting(AuditFinding::kind)
                .containsExactly(Kind.HEAD_FORGED, Kind.HEAD_FORGED);
    }

    @Test
    void aHeadIsExportedOnceForEachTimeThatItsStreamHasGrown() throws Exception {
        write(2);
        AuditChain chain = chain();
        chain.chain();
        assertThat(chain.exportHeads()).isEqualTo(1);
        assertThat(chain.exportHeads()).isZero();
        write(1);
        chain.chain();
        assertThat(chain.exportHeads()).isEqualTo(1);
        List<String> lines = Files.readAllLines(Path.of(settings().headsFile()));
        assertThat(lines)
                .extracting(line -> AuditHead.of(line).orElseThrow().sequence())
                .containsExactly(2L, 3L);
        assertThat(trail().compare(lines)).isEmpty();
    }

    @Test
    void whatCannotBeExportedIsNotSignedEither() {
        write(1);
        AuditChain chain = chain();
        chain.chain();
        assertThat(directory.resolve("heads.jsonl").toFile().mkdir()).isTrue();
        assertThatThrownBy(chain::exportHeads).hasMessageContaining("heads-file");
        assertThat(new AuditChainStore(jdbc).unsignedSince()).contains(NOON);
        assertThat(jdbc.sql("select count(*) from access_audit_head")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aLookEndsWithItsTimeAndSaysHowFarItCame() {
        write(1);
        chain().chain();
        AuditReport report = trail().verify(DAY, DAY.plusDays(9), Duration.ofSeconds(-1));
        assertThat(report.complete()).isFalse();
        assertThat(report.verifiedThrough()).isNull();
        assertThatThrownBy(() -> trail().verify(DAY, DAY.plusDays(401), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyChangesWhatIsWrittenNotEvenTheOwner() {
        write(1);
        AuditChain chain = chain();
        chain.chain();
        chain.exportHeads();
        JdbcClient owner = JdbcClient.create(TestDatabase.asOwner(database));
        for (String table : List.of("access_audit", "access_audit_link", "access_audit_head")) {
            for (String change : List.of("update %s set %s", "delete from %s", "truncate %s")) {
                String column = table.equals("access_audit") ? "action = 'x'" : "sequence = 9";
                String sql = change.formatted(table, column);
                assertThatThrownBy(() -> jdbc.sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
                assertThatThrownBy(() -> owner.sql(sql).update())
                        .as(sql)
                        .isInstanceOf(DataAccessException.class)
                        .rootCause()
                        .hasMessageContaining("never changed or deleted");
            }
        }
        assertThat(verify().intact()).isTrue();
    }

    private Connection open() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static JdbcClient client(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
}
