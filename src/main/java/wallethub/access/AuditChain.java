package wallethub.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;

/**
 * Chains what has committed, and signs how far the chain is. Any instance may ask at any time; one leads, for one
 * transaction, and the others find the lock taken.
 *
 * <p>Promise: each committed row is chained once, whenever it commits; the order is the order of chaining.
 */
@Component
class AuditChain {

    private static final Logger log = LoggerFactory.getLogger(AuditChain.class);
    private static final int BATCHES_MAX = 20;
    // A stream is open on its day and a little longer; more only after a long stop.
    private static final int STREAMS_MAX = 400;

    private final AuditChainStore store;
    private final AuditSigner signer;
    private final AuditSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    AuditChain(
            AuditChainStore store,
            AuditSigner signer,
            AuditSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.store = store;
        this.signer = signer;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @return how many rows were chained; nought also for whoever does not lead */
    int chain() {
        int all = 0;
        for (int batch = 0; batch < BATCHES_MAX; batch++) {
            int chained = inTransaction(this::chainBatch);
            all += chained;
            if (chained < settings.batch()) {
                break;
            }
        }
        return all;
    }

    private int chainBatch() {
        if (!store.lead()) {
            return 0;
        }
        List<AuditRow> rows = store.waiting(settings.batch());
        if (rows.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        Map<LocalDate, AuditChainStore.Stream> heads = new LinkedHashMap<>();
        List<AuditLink> links = new ArrayList<>();
        for (AuditRow row : rows) {
            AuditLink link = link(heads.computeIfAbsent(row.stream(), this::stream), row);
            links.add(link);
            heads.put(link.stream(), new AuditChainStore.Stream(link.stream(), link.sequence(), link.hash()));
        }
        store.link(links, now);
        heads.values().forEach(head -> store.reach(head, now));
        return links.size();
    }

    private AuditChainStore.Stream stream(LocalDate day) {
        return store.stream(day).orElseGet(() -> new AuditChainStore.Stream(day, 0, AuditLink.beginning()));
    }

    private static AuditLink link(AuditChainStore.Stream head, AuditRow row) {
        return new AuditLink(head.day(), head.sequence() + 1, row.id(), head.hash(), AuditLink.hash(head.hash(), row));
    }

    /**
     * Signs and exports the head of each stream that has grown since. Exported first: whoever dies in between signs the
     * same once more, and both lines are true.
     *
     * @return how many heads were exported
     */
    int exportHeads() {
        return inTransaction(() -> {
            if (!store.lead()) {
                return 0;
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            List<AuditHead> heads = store.unsigned(STREAMS_MAX).stream()
                    .map(stream -> signer.head(stream, now))
                    .toList();
            export(heads);
            heads.forEach(store::sign);
            return heads.size();
        });
    }

    private void export(List<AuditHead> heads) {
        if (!heads.isEmpty() && !settings.headsFile().isBlank()) {
            append(Path.of(settings.headsFile()), heads);
        }
        heads.forEach(head -> log.atInfo()
                .addKeyValue("stream", head.stream())
                .addKeyValue("sequence", head.sequence())
                .addKeyValue("hash", head.hash())
                .addKeyValue("signedAt", head.signedAt())
                .addKeyValue("kid", head.kid())
                .addKeyValue("signature", head.signature())
                .log("audit head"));
    }

    private static void append(Path file, List<AuditHead> heads) {
        String lines = heads.stream().map(AuditHead::line).collect(Collectors.joining("\n", "", "\n"));
        try {
            Files.write(
                    file,
                    lines.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException("the heads of the audit cannot be written to hub.audit.heads-file", e);
        }
    }

    private int inTransaction(Supplier<Integer> work) {
        Integer done = RowScope.system().call(() -> transaction.execute(status -> work.get()));
        return done == null ? 0 : done;
    }
}
