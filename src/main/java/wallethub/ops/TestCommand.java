package wallethub.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import wallethub.mapping.MappingWorkbench.Tested;
import wallethub.mapping.SampleResult;

/** {@code hub test}: runs every sample and outcome of every mapping; 1 when one came out otherwise. */
@Command(name = "test", description = "Runs all samples and outcomes.", mixinStandardHelpOptions = true)
class TestCommand implements Callable<Integer> {

    @Option(names = "--junit", description = "Writes the results as JUnit XML.", paramLabel = "FILE")
    private @Nullable Path junit;

    @ParentCommand
    private @Nullable HubCommand hub;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Tested tested = Objects.requireNonNull(hub).workbench().test();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        tested.broken().forEach(out::println);
        tested.results().stream().filter(result -> !result.passed()).forEach(result -> print(result, out));
        long failed =
                tested.results().stream().filter(result -> !result.passed()).count();
        out.println(tested.results().size() + " run, " + failed + " failed, "
                + tested.broken().size() + " problems in files");
        out.flush();
        if (junit != null) {
            Files.writeString(junit, JunitReport.of(tested));
        }
        return tested.passed() ? HubCommand.FINE : HubCommand.WRONG;
    }

    private static void print(SampleResult result, PrintWriter out) {
        out.println(result.file() + ":" + result.line() + ":" + result.column() + ": " + result.kind() + " failed: "
                + result.name());
        result.differences().forEach(difference -> out.println("    " + difference));
    }
}
