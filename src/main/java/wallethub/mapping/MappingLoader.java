package wallethub.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loads a whole mappings folder: read, compiled, checked against each other, every sample run. All or nothing. */
final class MappingLoader {

    private final Function<String, @Nullable String> settings;
    private final MappingLimits limits;
    private final Clock clock;

    MappingLoader(Function<String, @Nullable String> settings, MappingLimits limits, Clock clock) {
        this.settings = settings;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What loading a folder came to.
     *
     * @param set there only when nothing is wrong
     * @param files those that compiled, for lint
     */
    record Loaded(
            String hash,
            Optional<LoadedSet> set,
            List<MappingFile> files,
            List<SampleResult> results,
            List<Finding> findings) {

        Loaded {
            files = List.copyOf(files);
            results = List.copyOf(results);
            findings = List.copyOf(findings);
        }
    }

    /** @throws IOException when the folder cannot be read as a whole just now */
    Loaded load(Path folder) throws IOException {
        return load(MappingSources.read(folder));
    }

    Loaded load(MappingSources sources) {
        MappingReader reader = new MappingReader(sources, settings, limits, clock);
        List<MappingFile> files = sources.mappingFiles().stream()
                .flatMap(path -> reader.read(path).stream())
                .toList();
        List<Finding> findings = new ArrayList<>(reader.findings());
        SetRules.check(files, findings);
        List<SampleResult> results = new ArrayList<>();
        for (MappingFile file : files) {
            List<SampleResult> ofFile = Samples.run(file);
            results.addAll(ofFile);
            ofFile.stream()
                    .filter(result -> !result.passed())
                    .map(MappingLoader::failed)
                    .forEach(findings::add);
        }
        Optional<LoadedSet> set = findings.isEmpty()
                ? Optional.of(new LoadedSet(
                        sources.hash(), files.stream().map(MappingFile::mapping).toList()))
                : Optional.empty();
        return new Loaded(sources.hash(), set, files, results, findings);
    }

    private static Finding failed(SampleResult result) {
        String code = result.kind().equals("sample") ? "SAMPLE_FAILED" : "OUTCOME_FAILED";
        Position at = new Position(result.line(), result.column());
        String message = result.name() + ": " + String.join("; ", result.differences());
        return Finding.error(result.file(), at, code, message, "./hub test shows every difference");
    }
}
