package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a mapping needs before it is merged, although a hub could run without it. */
final class DisciplineRules {

    private static final String MODELINE = "# yaml-language-server: $schema=../schemas/mapping.v1.schema.json";
    private static final int SAMPLES_MIN = 3;
    // Each belongs to one wallet, so deliveries of two wallets never wait for each other.
    private static final Set<String> WALLET_OR_FINER = Set.of(
            "walletId",
            "customerId",
            "customerExternalId",
            "externalId",
            "transferId",
            "rechargeId",
            "receiptId",
            "eventId",
            "orderId",
            "invoiceId",
            "holdId",
            "refundId",
            "reference");
    private static final Duration RETENTION_MAX = Duration.ofDays(90);
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(10);

    private final Project project;
    private final VersionLock lock;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * What the mappings work together with.
     *
     * @param root the folder that runbook paths are relative to
     * @param lease how long a lane keeps a delivery to itself
     */
    record Project(Path root, RouteTimes routes, Duration lease) {}

    private DisciplineRules(Project project, VersionLock lock) {
        this.project = project;
        this.lock = lock;
    }

    static List<Finding> check(List<MappingFile> files, VersionLock lock, Project project) {
        DisciplineRules rules = new DisciplineRules(project, lock);
        files.forEach(rules::check);
        rules.everyMoneyEventIsPosted(files);
        return rules.findings;
    }

    private void check(MappingFile file) {
        modeline(file);
        samples(file);
        ordering(file);
        runbook(file);
        retention(file);
        lateness(file);
        version(file);
        lease(file);
    }

    private void modeline(MappingFile file) {
        if (file.yaml().lines().isEmpty()
                || !file.yaml().lines().getFirst().strip().equals(MODELINE)) {
            discipline(
                    file,
                    Position.START,
                    "MODELINE",
                    "editors do not know the format of this file",
                    "first line: " + MODELINE);
        }
    }

    private void samples(MappingFile file) {
        List<JsonNode> samples = file.samples();
        boolean refuses = samples.stream().anyMatch(sample -> sample.has("expectError"));
        Position at = file.at("/samples");
        if (canRefuse(file) && !refuses) {
            discipline(file, at, "SAMPLES_REFUSAL", "no sample shows what is refused", "a sample with expectError");
        }
        int min = canRefuse(file) ? SAMPLES_MIN : SAMPLES_MIN - 1;
        if (samples.size() < min) {
            discipline(
                    file, at, "SAMPLES_FEW", "fewer than " + min + " samples", "a plain case, an edge case, a refusal");
        }
        if (samples.stream()
                        .map(sample -> sample.path("name").asText())
                        .distinct()
                        .count()
                < samples.size()) {
            discipline(file, at, "SAMPLES_NAME", "two samples with one name", "say what differs");
        }
    }

    private static boolean canRefuse(MappingFile file) {
        CompiledMapping mapping = file.mapping();
        return mapping.sourceSchema() != null
                || mapping.targetSchema() != null
                || mapping.expression().functions().stream().anyMatch(MappingExpression::mayRefuse);
    }

    private void ordering(MappingFile file) {
        String key = file.mapping().ordering().last();
        if (!file.mapping().events().isEmpty() && !WALLET_OR_FINER.contains(key)) {
            discipline(
                    file,
                    file.at("/keys/ordering"),
                    "ORDERING_COARSE",
                    "." + key + " may be shared by wallets, which would wait for each other",
                    "order by .walletId or something finer");
        }
    }

    private void runbook(MappingFile file) {
        String runbook = file.mapping().deadLetter().runbook();
        if (!Files.isRegularFile(project.root().resolve(runbook))) {
            discipline(
                    file,
                    file.at("/deadLetter/runbook"),
                    "RUNBOOK_MISSING",
                    "no file " + runbook,
                    "write what its owner does when a delivery dies");
        }
    }

    /** A dead letter is a document about a person, and is not kept because nobody said for how long. */
    private void retention(MappingFile file) {
        if (file.mapping().deadLetter().retention().compareTo(RETENTION_MAX) > 0) {
            discipline(
                    file,
                    file.at("/deadLetter/retention"),
                    "RETENTION_LONG",
                    "a decided dead letter is kept for "
                            + file.mapping().deadLetter().retention().toDays() + " days",
                    RETENTION_MAX.toDays() + "d or less");
        }
    }

    /** Where order matters the next ones build on the one that would be missing. */
    private void lateness(MappingFile file) {
        if (file.mapping().delivery().retry().discardsLate()
                && file.mapping().deadLetter().onPoison() != Mapping.OnPoison.SKIP) {
            discipline(
                    file,
                    file.at("/delivery/retry/late"),
                    "LATE_IN_ORDER",
                    "what is late is left out of an order that others keep",
                    "onPoison: skip, or no late");
        }
    }

    private void version(MappingFile file) {
        String recorded = lock.recorded(file.mapping()).orElse("");
        Position at = file.at("/version");
        if (recorded.isEmpty()) {
            discipline(file, at, "VERSION_NEW", "this version is not on record", "./hub lint --accept");
        } else if (!recorded.equals(VersionLock.hash(file))) {
            discipline(
                    file,
                    at,
                    "VERSION_NOT_RAISED",
                    "the transform changed under version " + file.mapping().version(),
                    "raise the version, then ./hub lint --accept");
        }
    }

    /** A lease that runs out in the middle of a call lets another worker make the same call beside it. */
    private void lease(MappingFile file) {
        CompiledMapping mapping = file.mapping();
        Duration routes = project.routes().of(mapping);
        Duration timeout = mapping.delivery().timeout();
        Duration longest = routes.compareTo(timeout) > 0 ? routes : timeout;
        Duration needed = longest.plus(LEASE_MARGIN);
        if (needed.compareTo(project.lease()) > 0) {
            String lane = mapping.target().lane();
            discipline(
                    file,
                    file.at("/delivery/timeout"),
                    "LEASE_SHORT",
                    "the lease of lane " + lane + " is " + seconds(project.lease()) + ", and a call takes up to "
                            + seconds(longest)
                            + (longest.equals(timeout) ? "" : " by the time-outs of its routes"),
                    "hub.lane.lease of " + seconds(needed) + " or more, or shorter time-outs");
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private void everyMoneyEventIsPosted(List<MappingFile> files) {
        for (String event : MoneyEvents.names()) {
            Stream<MappingFile> erp = files.stream()
                    .filter(file -> MoneyEvents.isErp(file.mapping()))
                    .filter(file ->
                            file.mapping().events().stream().anyMatch(pattern -> EventPattern.matches(pattern, event)));
            if (erp.findAny().isEmpty()) {
                findings.add(Finding.discipline(
                        ".",
                        Position.START,
                        "ERP_SUBSCRIBER_NONE",
                        event + " moves money and reaches no ERP",
                        "an erp mapping for it"));
            }
        }
    }

    private void discipline(MappingFile file, Position at, String code, String message, String hint) {
        findings.add(Finding.discipline(file.path(), at, code, message, hint));
    }
}
