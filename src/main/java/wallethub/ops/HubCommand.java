package wallethub.ops;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import wallethub.mapping.MappingWorkbench;

/**
 * The command line for integration engineers and operators; starts no Spring.
 *
 * <p>Exit codes: 0 all is well, 1 something is wrong with the files or the document, 2 the command was not understood or
 * could not be carried out.
 */
@Command(
        name = "hub",
        mixinStandardHelpOptions = true,
        description =
                "Checks and tries mapping files, and asks a running hub to compare itself with the ERP or its audit.",
        subcommands = {
            LintCommand.class,
            TestCommand.class,
            MapCommand.class,
            ReconcileCommand.class,
            AuditCommand.class
        },
        exitCodeOnExecutionException = HubCommand.FAILED,
        exitCodeOnInvalidInput = HubCommand.FAILED)
public class HubCommand implements Runnable {

    static final int FINE = 0;
    static final int WRONG = 1;
    static final int FAILED = 2;

    @Option(
            names = "--mappings",
            scope = ScopeType.INHERIT,
            description = "The mappings folder; otherwise HUB_MAPPINGS_DIR, otherwise mappings.")
    private @Nullable Path mappings;

    private final InputStream input;

    HubCommand(InputStream input) {
        this.input = input;
    }

    public static void main(String[] arguments) {
        System.exit(line(System.in).execute(arguments));
    }

    static CommandLine line(InputStream input) {
        return new CommandLine(new HubCommand(input)).setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("hub: " + failure.getMessage());
            return FAILED;
        });
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    InputStream input() {
        return input;
    }

    MappingWorkbench workbench() {
        String set = setting("hub.mappings.dir");
        Path folder = mappings != null ? mappings : Path.of(set == null ? "mappings" : set);
        Path project = folder.toAbsolutePath().normalize().getParent();
        return new MappingWorkbench(folder, project == null ? Path.of("") : project, HubCommand::setting);
    }

    /** {@code hub.erp.fence} is the environment's {@code HUB_ERP_FENCE}, as Spring reads it. */
    private static @Nullable String setting(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
        return System.getenv(variable);
    }
}
