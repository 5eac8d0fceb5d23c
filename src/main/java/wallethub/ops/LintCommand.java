package wallethub.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import wallethub.mapping.Finding;
import wallethub.mapping.Finding.Severity;

/** {@code hub lint}: everything wrong with the mappings, one line each; 1 when something must not be merged. */
@Command(
        name = "lint",
        description = "Checks all mappings; 1 when something is wrong.",
        mixinStandardHelpOptions = true)
class LintCommand implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON array instead of lines.")
    private boolean json;

    @Option(names = "--accept", description = "Records the transforms of new versions in versions.lock first.")
    private boolean accept;

    @ParentCommand
    private @Nullable HubCommand hub;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Finding> findings =
                java.util.Objects.requireNonNull(hub).workbench().lint(accept);
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(text(findings));
        } else {
            findings.forEach(out::println);
        }
        out.flush();
        return findings.stream().allMatch(finding -> finding.severity() == Severity.NOTE)
                ? HubCommand.FINE
                : HubCommand.WRONG;
    }

    private static String text(List<Finding> findings) throws JsonProcessingException {
        return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings);
    }
}
