package wallethub.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The audit, read: its rows by the areas of whoever asks, and its chain computed again from the first link on.
 *
 * <p>The chain proves tampering only against heads that were exported: whoever can write the whole database can compute a new
 * chain, but not the signatures, nor the lines that left the machine.
 */
@Component
public class AuditTrail {

    /** Days of one look. */
    public static final int DAYS_MAX = 400;

    /** Rows that a list counts. */
    public static final int COUNTED_MAX = 1_000;

    private static final int PAGE = 1_000;
    private static final int FINDINGS_MAX = 50;
    // A file of ten years has about a million lines.
    private static final int LINES_MAX = 2_000_000;

    private final AuditStore rows;
    private final AuditChainStore chain;
    private final AuditVerifyStore store;
    private final AuditSigner signer;
    private final AuditSettings settings;
    private final Clock clock;

    AuditTrail(
            AuditStore rows,
            AuditChainStore chain,
            AuditVerifyStore store,
            AuditSigner signer,
            AuditSettings settings,
            Clock clock) {
        this.rows = rows;
        this.chain = chain;
        this.store = store;
        this.signer = signer;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The latest first, of the caller's own areas or, with {@code audit.read}, of all.
     *
     * @param below the number of the last row that was seen; {@link Long#MAX_VALUE} to begin
     */
    public List<AuditRow> list(AuditFilter filter, Caller caller, long below, int most) {
        return readable(caller)
                .map(prefixes -> rows.list(filter, prefixes, below, most))
                .orElse(List.of());
    }

    /** @return one more than {@link #COUNTED_MAX} where there are more */
    public int count(AuditFilter filter, Caller caller) {
        return readable(caller)
                .map(prefixes -> rows.count(filter, prefixes, COUNTED_MAX + 1))
                .orElse(0);
    }

    /** The beginnings of the actions that the caller may read of, none of them for all; empty for nobody's reader. */
    private static Optional<List<String>> readable(Caller caller) {
        if (caller.may(StaffPermission.AUDIT_READ)) {
            return Optional.of(List.of());
        }
        List<String> prefixes = AuditArea.of(caller).stream()
                .flatMap(area -> area.prefixes().stream())
                .toList();
        return prefixes.isEmpty() ? Optional.empty() : Optional.of(prefixes);
    }

    /** Day by day, a page of links at a time, until the time is over. */
    public AuditReport verify(LocalDate from, LocalDate to, Duration time) {
        if (to.isBefore(from) || from.plusDays(DAYS_MAX).isBefore(to)) {
            throw new IllegalArgumentException("a look through the audit takes 1 to " + DAYS_MAX + " days");
        }
        Look look = new Look(clock.instant().plus(time));
        Optional<LocalDate> through = Optional.empty();
        for (LocalDate day = from; !day.isAfter(to) && look.verify(day); day = day.plusDays(1)) {
            through = Optional.of(day);
        }
        if (!settings.headsFile().isBlank() && Files.exists(Path.of(settings.headsFile()))) {
            compareFile(look, from, through.orElse(from.minusDays(1)));
        }
        AuditChainStore.Waiting waiting = chain.waitingNow();
        return new AuditReport(
                from,
                to,
                through.filter(to::equals).isPresent(),
                through.orElse(null),
                look.links,
                look.heads,
                look.findings,
                look.findingCount,
                waiting.rows(),
                waiting.since().orElse(null));
    }

    /**
     * Lines of an exported file against the chain as it is now.
     *
     * @return what does not match; a line that is no head counts as forged
     */
    public List<AuditFinding> compare(List<String> lines) {
        Look look = new Look(Instant.MAX);
        lines.stream().filter(line -> !line.isBlank()).forEach(look::compareLine);
        return look.findings;
    }

    private void compareFile(Look look, LocalDate from, LocalDate through) {
        try (BufferedReader reader = Files.newBufferedReader(Path.of(settings.headsFile()))) {
            int lines = 0;
            for (String line = reader.readLine(); line != null && lines < LINES_MAX; line = reader.readLine()) {
                Optional<AuditHead> head = AuditHead.of(line);
                if (head.isEmpty()
                        || !(head.get().stream().isBefore(from)
                                || head.get().stream().isAfter(through))) {
                    look.compareLine(line);
                }
                lines++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("hub.audit.heads-file cannot be read", e);
        }
    }

    /** One look: what it has counted and found so far. */
    private final class Look {

        private final Instant end;
        private final List<AuditFinding> findings = new ArrayList<>();
        private long findingCount;
        private long links;
        private long heads;

        private Look(Instant end) {
            this.end = end;
        }

        /** @return false when there is no time left for the day */
        private boolean verify(LocalDate day) {
            byte[] previous = AuditLink.beginning();
            long sequence = 0;
            List<AuditVerifyStore.Linked> page = store.links(day, sequence, PAGE);
            while (!page.isEmpty()) {
                for (AuditVerifyStore.Linked linked : page) {
                    check(linked, previous, sequence);
                    previous = linked.link().hash();
                    sequence = linked.link().sequence();
                }
                links += page.size();
                if (clock.instant().isAfter(end)) {
                    return false;
                }
                page = store.links(day, sequence, PAGE);
            }
            store.strangers(day, FINDINGS_MAX).forEach(id -> found(AuditFinding.Kind.ROW_INSERTED, day, null, id));
            return compareHeads(day);
        }

        private void check(AuditVerifyStore.Linked linked, byte[] previous, long sequence) {
            AuditLink link = linked.link();
            AuditRow row = linked.row();
            if (link.sequence() != sequence + 1) {
                found(AuditFinding.Kind.LINK_MISSING, link);
            } else if (!Arrays.equals(link.previous(), previous)) {
                found(AuditFinding.Kind.BROKEN_LINK, link);
            }
            if (row == null) {
                found(AuditFinding.Kind.ROW_MISSING, link);
            } else if (!Arrays.equals(AuditLink.hash(link.previous(), row), link.hash())) {
                found(AuditFinding.Kind.ROW_CHANGED, link);
            }
        }

        private boolean compareHeads(LocalDate day) {
            long after = 0;
            List<AuditHead> page = store.heads(day, after, PAGE);
            while (!page.isEmpty()) {
                page.forEach(this::compare);
                if (clock.instant().isAfter(end)) {
                    return false;
                }
                page = store.heads(day, page.getLast().sequence(), PAGE);
            }
            return true;
        }

        private void compareLine(String line) {
            Optional<AuditHead> head = AuditHead.of(line);
            if (head.isEmpty()) {
                heads++;
                found(AuditFinding.Kind.HEAD_FORGED, LocalDate.EPOCH, null, null);
            } else {
                compare(head.get());
            }
        }

        private void compare(AuditHead head) {
            heads++;
            if (!signer.signed(head)) {
                found(AuditFinding.Kind.HEAD_FORGED, head.stream(), head.sequence(), null);
                return;
            }
            Optional<byte[]> hash = store.hash(head.stream(), head.sequence());
            if (hash.isEmpty()) {
                found(AuditFinding.Kind.TAIL_MISSING, head.stream(), head.sequence(), null);
            } else if (!AuditLink.hex(hash.get()).equals(head.hash())) {
                found(AuditFinding.Kind.HEAD_DIFFERS, head.stream(), head.sequence(), null);
            }
        }

        private void found(AuditFinding.Kind kind, AuditLink link) {
            found(kind, link.stream(), link.sequence(), link.auditId());
        }

        private void found(AuditFinding.Kind kind, LocalDate stream, @Nullable Long sequence, @Nullable Long auditId) {
            findingCount++;
            if (findings.size() < FINDINGS_MAX) {
                findings.add(new AuditFinding(kind, stream, sequence, auditId));
            }
        }
    }
}
