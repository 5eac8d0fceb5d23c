package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.testing.TestDatabase;

/** Instances that must agree on one set, in one database. */
class MappingSetMembershipTests {

    private static final Duration ROLLOVER = Duration.ofMinutes(10);

    @TempDir
    Path oldFiles;

    @TempDir
    Path newFiles;

    private JdbcClient jdbc;
    private MappingSetStore store;
    private TransactionTemplate transactions;
    private boolean away;

    /** One running hub. */
    private record Instance(Mappings mappings, MappingSetMembership membership) {

        boolean isReady() {
            membership.refresh();
            return membership.isReady();
        }
    }

    @BeforeEach
    void database() {
        DataSource database = TestDatabase.fresh();
        jdbc = JdbcClient.create(database);
        store = new MappingSetStore(jdbc);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        new MappingFolder(oldFiles).right();
        new MappingFolder(newFiles).write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 2"));
    }

    @Test
    void theFirstInstancePutsItsSetInForce() {
        Instance first = start(oldFiles);
        assertThat(first.isReady()).isTrue();
        assertThat(inForce()).isEqualTo(first.mappings().active().hash());
    }

    @Test
    void instancesWithTheSameFilesAreAllReady() {
        assertThat(start(oldFiles).isReady()).isTrue();
        assertThat(start(oldFiles).isReady()).isTrue();
    }

    @Test
    void aNewSetComesIntoForceAndTheOldOneStaysReadyWhileItIsReplaced() {
        Instance old = start(oldFiles);
        Instance next = start(newFiles);
        assertThat(inForce()).isEqualTo(next.mappings().active().hash());
        assertThat(next.isReady()).isTrue();
        assertThat(old.isReady()).isTrue();
    }

    @Test
    void afterTheRolloverTheOldOneIsNotReady() {
        Instance old = start(oldFiles);
        start(newFiles);
        passes(ROLLOVER.plusSeconds(1));
        assertThat(old.isReady()).isFalse();
        assertThat(new MappingSetHealth(old.mappings(), old.membership(), new SimpleMeterRegistry())
                        .health()
                        .getStatus())
                .isEqualTo(Status.DOWN);
    }

    @Test
    void anOldInstanceThatRestartsDoesNotTurnTheChangeBack() {
        start(oldFiles);
        Instance next = start(newFiles);
        Instance restarted = start(oldFiles);
        assertThat(inForce()).isEqualTo(next.mappings().active().hash());
        passes(ROLLOVER.plusSeconds(1));
        assertThat(restarted.isReady()).isFalse();
        assertThat(next.isReady()).isTrue();
    }

    @Test
    void aSetThatNobodyRunsAnyMoreIsReplacedByWhoStarts() {
        start(oldFiles);
        start(newFiles);
        jdbc.sql("update mapping_instance set seen_at = seen_at - interval '1 minute'")
                .update();
        Instance back = start(oldFiles);
        assertThat(inForce()).isEqualTo(back.mappings().active().hash());
        assertThat(back.isReady()).isTrue();
    }

    @Test
    void aRollBackIsNamedByItsHash() {
        Instance old = start(oldFiles);
        start(newFiles);
        String hash = old.mappings().active().hash();
        start(oldFiles, hash.substring(0, 12));
        assertThat(inForce()).isEqualTo(hash);
    }

    @Test
    void filesEditedUnderARunningInstanceComeIntoForce() {
        Instance one = start(oldFiles);
        Instance other = start(oldFiles);
        new MappingFolder(oldFiles).write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 3"));
        one.mappings().reload();
        assertThat(inForce()).isEqualTo(one.mappings().active().hash());
        other.mappings().reload();
        assertThat(other.isReady()).isTrue();
        passes(ROLLOVER.plusSeconds(1));
        assertThat(one.isReady()).isTrue();
        assertThat(other.isReady()).isTrue();
    }

    @Test
    void aSetThatWasLoadedWhileTheDatabaseWasAwayComesIntoForceWhenItIsBack() {
        Instance one = start(oldFiles);
        String before = inForce();
        new MappingFolder(oldFiles).write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 3"));
        away = true;
        one.mappings().reload();
        assertThat(inForce()).isEqualTo(before);
        // It serves on: what it runs is about to be in force.
        assertThat(one.membership().isReady()).isTrue();

        away = false;
        assertThat(one.isReady()).isTrue();
        assertThat(inForce()).isEqualTo(one.mappings().active().hash());
    }

    @Test
    void brokenFilesAreShownByHealthThatStaysUp() {
        Instance one = start(oldFiles);
        new MappingFolder(oldFiles).write("shop/order.yaml", "name: [");
        one.mappings().reload();
        var health = new MappingSetHealth(one.mappings(), one.membership(), new SimpleMeterRegistry()).health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(String.valueOf(health.getDetails().get("lastError"))).contains("shop/order.yaml:1:");
    }

    private Instance start(Path files) {
        return start(files, "");
    }

    private Instance start(Path files, String activate) {
        MappingFolder folder = new MappingFolder(files);
        Mappings mappings = folder.mappings();
        MappingSettings settings = new MappingSettings(
                files,
                1024 * 1024,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                ZoneId.of("Asia/Kuwait"),
                ROLLOVER,
                activate);
        MappingSetMembership membership = new MappingSetMembership(mappings, store, whenThere(), settings);
        membership.join();
        return new Instance(mappings, membership);
    }

    private TransactionOperations whenThere() {
        return new TransactionOperations() {
            @Override
            public <T> @Nullable T execute(TransactionCallback<T> action) {
                if (away) {
                    throw new CannotCreateTransactionException("the database is away");
                }
                return transactions.execute(action);
            }
        };
    }

    private String inForce() {
        return store.active().orElseThrow().hash();
    }

    private void passes(Duration time) {
        jdbc.sql("update mapping_active_set set activated_at = activated_at - make_interval(secs => :seconds)")
                .param("seconds", time.toSeconds())
                .update();
    }
}
