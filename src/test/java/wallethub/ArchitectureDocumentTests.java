package wallethub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md}: the packages, what each is for and whom it may use, from their {@code package-info}. */
class ArchitectureDocumentTests {

    private static final Path MAIN = Path.of("src/main/java/wallethub");
    private static final Pattern PACKAGE = Pattern.compile(
            "/\\*\\*\\s*(?<doc>.*?)\\s*\\*/.*?allowedDependencies\\s*=\\s*\\{(?<uses>[^}]*)\\}", Pattern.DOTALL);

    // Bottom up: a package may use those above it only.
    private static final List<String> ORDER = List.of(
            "crash",
            "id",
            "money",
            "problem",
            "event",
            "database",
            "mapping",
            "lane",
            "access",
            "operation",
            "setting",
            "approval",
            "staff",
            "idp",
            "gateway",
            "ledger",
            "customer",
            "shop",
            "correction",
            "login",
            "recharge",
            "books",
            "invoice",
            "checkout",
            "notification",
            "reconciliation",
            "reporting",
            "desk",
            "privacy",
            "ops");

    @Test
    void theDocumentShowsThePackagesAsTheyAre() throws IOException {
        StringBuilder text = new StringBuilder("""
                # The packages

                Generated from the `package-info` files. A package uses only packages above it in this table, and of those only
                the ones named; `ModuleTests` holds it.

                | package | what it is for | uses |
                |---|---|---|
                """);
        for (String name : ORDER) {
            text.append(row(name));
        }
        GeneratedDocument.matches(Path.of("docs/architecture.md"), text.toString());
    }

    @Test
    void everyPackageHasItsRow() throws IOException {
        try (var packages = Files.list(MAIN)) {
            List<String> found = packages.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
            org.assertj.core.api.Assertions.assertThat(found).containsExactlyInAnyOrderElementsOf(ORDER);
        }
    }

    private static String row(String name) throws IOException {
        Matcher info = PACKAGE.matcher(Files.readString(MAIN.resolve(name).resolve("package-info.java")));
        if (!info.find()) {
            throw new IllegalStateException("package " + name + " does not say what it is for and whom it may use");
        }
        String uses = Pattern.compile("\"([^\"]+)\"")
                .matcher(info.group("uses"))
                .results()
                .map(match -> "`" + match.group(1).replace(" :: *", "") + "`")
                .distinct()
                .collect(Collectors.joining(" "));
        String doc = info.group("doc").replaceAll("\\s*\\n \\* ?", " ").replaceAll("\\{@code ([^}]*)}", "`$1`");
        return "| `%s` | %s | %s |%n".formatted(name, doc.strip(), uses).replace(System.lineSeparator(), "\n");
    }
}
