package wallethub.mapping;

import java.util.List;

/**
 * How one sample or outcome of a mapping file came out.
 *
 * @param kind sample or outcome
 * @param differences path by path; empty when it passed
 */
public record SampleResult(
        String mapping,
        String file,
        int line,
        int column,
        String kind,
        String name,
        List<String> differences,
        long micros) {

    public SampleResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
