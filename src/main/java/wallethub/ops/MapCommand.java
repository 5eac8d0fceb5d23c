package wallethub.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import wallethub.mapping.MappingException;

/** {@code hub map NAME < input.json}: one document through one mapping; 1 when the mapping refuses it. */
@Command(name = "map", description = "Maps the document on standard input.", mixinStandardHelpOptions = true)
class MapCommand implements Callable<Integer> {

    private static final int DOCUMENT_MAX = 16 * 1024 * 1024;

    @Parameters(paramLabel = "NAME", description = "The mapping, such as erp.entry.")
    private String name = "";

    @Option(names = "--context", paramLabel = "K=V", description = "A value of $$ctx; may be given again.")
    private Map<String, String> context = new LinkedHashMap<>();

    @ParentCommand
    private @Nullable HubCommand hub;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        HubCommand parent = Objects.requireNonNull(hub);
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        byte[] document = parent.input().readNBytes(DOCUMENT_MAX);
        try {
            Optional<byte[]> mapped = parent.workbench().map(name, document, context);
            mapped.ifPresentOrElse(
                    bytes -> print(line.getOut(), new String(bytes, StandardCharsets.UTF_8)),
                    () -> print(line.getErr(), "hub: no mapping " + name + " that compiles; see ./hub lint"));
            return mapped.isPresent() ? HubCommand.FINE : HubCommand.FAILED;
        } catch (MappingException e) {
            print(line.getErr(), e.code() + ": " + e.getMessage());
            return HubCommand.WRONG;
        }
    }

    private static void print(PrintWriter to, String text) {
        to.println(text);
        to.flush();
    }
}
