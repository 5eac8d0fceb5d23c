package wallethub.reconciliation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.customer.ErasedCustomers;
import wallethub.database.RowScope;

/**
 * Compares hub and ERP: takes what the hub has at one moment, reads the ERP after it, and names the cause of each
 * difference.
 *
 * <p>One run at a time, on whatever instance. No transaction is open while the ERP answers. A run that dies is failed by the
 * next one, after its lease; one that cannot be read to its end finds nothing rather than half.
 */
@Component
public class Reconciler implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    /** Longer than a page takes with all its repetitions. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    private static final int ITEMS_MAX = 1000;

    private final RunStore store;
    private final ErpLines erp;
    private final ErasedCustomers erased;
    private final ReconciliationSettings settings;
    private final TransactionTemplate brief;
    private final TransactionTemplate oneMoment;
    private volatile boolean running;

    Reconciler(
            RunStore store,
            ErpLines erp,
            ErasedCustomers erased,
            ReconciliationSettings settings,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.erp = erp;
        this.erased = erased;
        this.settings = settings;
        brief = new TransactionTemplate(transactions);
        oneMoment = new TransactionTemplate(transactions);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** What became of asking for a run. */
    sealed interface Asked {

        /** New, and to be worked on by who asked. */
        record Begun(Run run) implements Asked {}

        /** Asked for before. */
        record Known(Run run) implements Asked {}

        /** Another one is at work. */
        record Busy(Run other) implements Asked {}
    }

    /** Asks for a run and works on it, if it is a new one. */
    public void runNow(String key) {
        switch (ask(key)) {
            case Asked.Begun begun -> work(begun.run());
            case Asked.Known known -> {}
            case Asked.Busy busy ->
                log.atInfo().addKeyValue("run", busy.other().id()).log("hub and ERP are being compared already");
        }
    }

    /** Begins a run without working on it. */
    Asked ask(String key) {
        return inTransaction(brief, () -> {
            store.failAbandoned();
            Optional<Run> known = store.find(key);
            if (known.isPresent()) {
                return new Asked.Known(known.get());
            }
            return store.begin(key, erp.system(), LEASE)
                    .<Asked>map(Asked.Begun::new)
                    .orElseGet(() -> other(key));
        });
    }

    // Whoever came first has committed: our insert waited for it.
    private Asked other(String key) {
        return store.find(key)
                .<Asked>map(Asked.Known::new)
                .orElseGet(() -> store.running()
                        .<Asked>map(Asked.Busy::new)
                        .orElseThrow(() -> new IllegalStateException("a run was there and is gone: ask again")));
    }

    /** To its end, good or bad. */
    void work(Run run) {
        long since = System.nanoTime();
        try {
            inTransaction(oneMoment, () -> mine(store.snapshot(run.id())));
            read(run, since);
            inTransaction(oneMoment, () -> {
                store.classify(run.id(), settings.grace());
                return mine(store.finish(run.id()));
            });
            finished(inTransaction(brief, () -> store.find(run.id()).orElseThrow()), since);
            inTransaction(brief, () -> {
                store.dropWorkOfOldRuns();
                store.dropOldRuns(settings.keep());
                return true;
            });
        } catch (ErpUnreadableException e) {
            failed(run, e.code(), e);
        } catch (RuntimeException e) {
            failed(run, "INTERNAL", e);
        }
    }

    private void read(Run run, long since) {
        @Nullable String after = null;
        long lines = 0;
        do {
            ErpPage page = page(after, since);
            lines += page.lines().size();
            if (lines > settings.lines()) {
                throw new ErpUnreadableException("TOO_MANY_LINES", "the ERP has more lines than may be read", false);
            }
            if (page.next() != null
                    && (page.next().equals(after) || page.lines().isEmpty())) {
                throw new ErpUnreadableException("PAGE_WITHOUT_PROGRESS", "a page leads to itself", false);
            }
            inTransaction(brief, () -> mine(store.store(run.id(), pseudonymous(page.lines()), LEASE)));
            after = page.next();
        } while (after != null);
    }

    /** The ERP still says who it was whom the hub has erased; the wallet has the pseudonym. */
    private List<ErpLine> pseudonymous(List<ErpLine> lines) {
        Map<String, String> standIns =
                erased.standIns(lines.stream().map(ErpLine::customer).toList());
        return lines.stream()
                .map(line -> line.of(standIns.getOrDefault(line.customer(), line.customer())))
                .toList();
    }

    /** A page that does not come is asked for again, a few times. */
    private ErpPage page(@Nullable String after, long since) {
        for (int attempt = 0; ; attempt++) {
            check(since);
            try {
                return ErpPage.of(erp.page(after, settings.page()), settings.page());
            } catch (ErpUnreadableException e) {
                if (!e.retryable() || attempt == PAUSES.size()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSES.get(attempt).toNanos());
            }
        }
    }

    private void check(long since) {
        if (System.nanoTime() - since > settings.timeLimit().toNanos()) {
            throw new ErpUnreadableException("TIME_LIMIT", "the run took longer than it may", false);
        }
        if (!running) {
            throw new ErpUnreadableException("STOPPED", "this instance stops", false);
        }
    }

    private static boolean mine(boolean still) {
        if (!still) {
            throw new ErpUnreadableException("LEASE_LOST", "another instance took the run for dead", false);
        }
        return true;
    }

    private void finished(Run run, long since) {
        log.atInfo()
                .addKeyValue("run", run.id())
                .addKeyValue("wallets", run.wallets())
                .addKeyValue("lines", run.lines())
                .addKeyValue("differences", run.differences())
                .addKeyValue("unexplained", run.unexplained())
                .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - since).toMillis())
                .log("hub and ERP compared");
        List<RunReport.Difference> raised = inTransaction(brief, () -> store.differences(run.id(), ITEMS_MAX)).stream()
                .filter(difference ->
                        difference.standing() || difference.cause().equals("UNEXPLAINED"))
                .toList();
        raised.forEach(difference -> log.atError()
                .addKeyValue("run", run.id())
                .addKeyValue("cause", difference.cause())
                .addKeyValue("note", difference.note())
                .addKeyValue("walletId", difference.wallet())
                .addKeyValue("reference", difference.reference())
                .log("hub and ERP differ"));
    }

    private void failed(Run run, String why, RuntimeException cause) {
        log.atWarn()
                .addKeyValue("run", run.id())
                .addKeyValue("code", why)
                .setCause(why.equals("INTERNAL") ? cause : null)
                .log("hub and ERP were not compared to the end");
        try {
            inTransaction(brief, () -> store.fail(run.id(), why));
        } catch (RuntimeException e) {
            // Its lease ends it.
            log.atWarn().addKeyValue("run", run.id()).setCause(e).log("the run could not be failed");
        }
    }

    List<Run> last(int count) {
        return inTransaction(brief, () -> store.last(count));
    }

    /** The run that counts: the last one that was done. */
    Optional<Run> lastDone() {
        return inTransaction(brief, store::lastDone);
    }

    List<RunReport.CauseSum> causes(Run run) {
        return inTransaction(brief, () -> store.causes(run.id()));
    }

    Optional<RunReport> report(long id) {
        return inTransaction(brief, () -> store.find(id).map(this::reported));
    }

    private RunReport reported(Run run) {
        return new RunReport(
                run.id(),
                run.key(),
                run.state().name(),
                run.startedAt(),
                run.snapshotAt(),
                run.finishedAt(),
                run.failure(),
                run.wallets(),
                run.lines(),
                run.differences(),
                run.unexplained(),
                run.standing(),
                store.totals(run.id()),
                store.causes(run.id()),
                store.differences(run.id(), ITEMS_MAX));
    }

    private static <T> T inTransaction(TransactionTemplate transaction, Supplier<T> work) {
        return RowScope.system()
                .call(() -> Objects.requireNonNull(transaction.execute(status -> work.get()), "a result"));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
