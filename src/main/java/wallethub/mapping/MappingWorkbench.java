package wallethub.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the command line does with a mappings folder, without a running hub. */
public final class MappingWorkbench {

    /** As LaneSettings has it; a test holds the two together. */
    public static final Duration USUAL_LEASE = Duration.ofSeconds(75);

    private final Path folder;
    private final Path project;
    private final Function<String, @Nullable String> settings;
    private final MappingLoader loader;

    /**
     * @param folder the mappings
     * @param project the folder that runbook paths are relative to, with the routes beside the mappings
     * @param settings values of placeholders; null for those that are not set
     */
    public MappingWorkbench(Path folder, Path project, Function<String, @Nullable String> settings) {
        this.folder = folder;
        this.project = project;
        this.settings = settings;
        this.loader = new MappingLoader(settings, MappingLimits.DEFAULT, Clock.systemUTC());
    }

    /**
     * All that is wrong with the folder, in the order of the files.
     *
     * @param accept records the transforms of new versions first; one on record is never overwritten
     */
    public List<Finding> lint(boolean accept) throws IOException {
        MappingLoader.Loaded loaded = loader.load(folder);
        Path file = folder.resolve(VersionLock.FILE);
        VersionLock lock = VersionLock.parse(Files.exists(file) ? Files.readString(file) : "");
        if (accept && loaded.findings().isEmpty()) {
            String accepted = lock.accepting(loaded.files());
            Files.writeString(file, accepted);
            lock = VersionLock.parse(accepted);
        }
        List<Finding> findings = new ArrayList<>(loaded.findings());
        findings.addAll(DisciplineRules.check(loaded.files(), lock, around()));
        findings.sort(Comparator.comparing(Finding::file)
                .thenComparingInt(Finding::line)
                .thenComparingInt(Finding::column)
                .thenComparing(Finding::code));
        return findings;
    }

    private DisciplineRules.Project around() throws IOException {
        Path routes = project.resolve(setting("hub.routes.dir", "routes"));
        Duration lease = DurationText.parse(setting("hub.lane.lease", USUAL_LEASE.toSeconds() + "s"));
        return new DisciplineRules.Project(project, RouteTimes.read(routes, settings), lease);
    }

    private String setting(String name, String otherwise) {
        String value = settings.apply(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** How the samples came out, and what kept files from being tested at all. */
    public record Tested(List<SampleResult> results, List<Finding> broken) {

        public Tested {
            results = List.copyOf(results);
            broken = List.copyOf(broken);
        }

        public boolean passed() {
            return broken.isEmpty() && results.stream().allMatch(SampleResult::passed);
        }
    }

    public Tested test() throws IOException {
        MappingLoader.Loaded loaded = loader.load(folder);
        List<Finding> broken = loaded.findings().stream()
                .filter(finding -> !finding.code().endsWith("_FAILED"))
                .toList();
        return new Tested(loaded.results(), broken);
    }

    /**
     * One document through one mapping; empty when no such mapping compiles.
     *
     * @param context values of {@code $ctx} beside the business zone, which is the hub's own unless it is given here
     * @throws MappingException when the mapping refuses it
     */
    public Optional<byte[]> map(String name, byte[] document, Map<String, String> context) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(context);
        values.putIfAbsent("businessZone", setting("hub.mappings.business-zone", MappingSettings.USUAL_ZONE));
        return loader.load(folder).files().stream()
                .map(MappingFile::mapping)
                .filter(mapping -> mapping.name().equals(name))
                .findFirst()
                .map(mapping -> mapping.transform(document, new MappingContext(values)));
    }
}
