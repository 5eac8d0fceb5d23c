package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.mapping.MappingFolder;

/** The script {@code ./hub} over the packaged jar: its verbs for mappings, their exit codes, and how long they take. */
class HubScriptIT {

    private static final Duration LINT_LIMIT = Duration.ofSeconds(3);
    private static final Duration TEST_LIMIT = Duration.ofSeconds(5);
    // Other work on the machine must not fail the build; the figure printed is the one to look at.
    private static final int SLACK = 3;

    @TempDir
    private Path project;

    private record Ran(int exit, String out, Duration took) {}

    /** The first use of a build unpacks it and makes its archive of classes. */
    @BeforeAll
    static void unpacked() throws Exception {
        assertThat(hub(null, "lint").exit()).isZero();
    }

    @Test
    void lintsTheShippedMappingsWithinThreeSeconds() throws Exception {
        Ran lint = hub(null, "lint");
        assertThat(lint.exit()).as(lint.out()).isZero();
        assertThat(lint.out()).isEmpty();
        within(lint, LINT_LIMIT, "./hub lint");
    }

    @Test
    void testsAHundredMappingsWithinFiveSeconds() throws Exception {
        for (int i = 0; i < 100; i++) {
            folder().write(
                            "shop/order" + i + ".yaml",
                            MappingFolder.RIGHT
                                    .replace("name: shop.order", "name: shop.order" + i)
                                    .replace("lane: shop", "lane: shop" + i));
        }
        Ran test = hub(null, "test", "--mappings", project.resolve("mappings").toString());
        assertThat(test.out()).contains("400 run, 0 failed, 0 problems in files");
        assertThat(test.exit()).isZero();
        within(test, TEST_LIMIT, "./hub test of 100 mappings");
    }

    @Test
    void saysWhereAMappingIsWrong() throws Exception {
        folder().write("shop/order.yaml", MappingFolder.RIGHT.replace("dec-string(", "round("));
        Ran lint = hub(null, "lint", "--mappings", project.resolve("mappings").toString());
        assertThat(lint.exit()).isEqualTo(1);
        assertThat(lint.out()).contains("shop/order.yaml:14:14: FUNCTION_BANNED: ");
    }

    @Test
    void mapsOneDocument() throws Exception {
        folder().right();
        Path document = project.resolve("order.json");
        Files.writeString(
                document,
                "{\"eventId\":\"e\",\"orderId\":\"O-1\",\"amount\":{\"amount\":\"1.500\",\"currency\":\"KWD\"}}");
        String mappings = project.resolve("mappings").toString();
        assertThat(hub(document, "map", "--mappings", mappings, "shop.order").out())
                .isEqualTo("{\"id\":\"O-1\",\"total\":\"1.500\"}");
        assertThat(hub(document, "map", "--mappings", mappings, "shop.nothing").exit())
                .isNotZero();
    }

    @Test
    void refusesAVerbThatItDoesNotKnow() throws Exception {
        Ran ran = hub(null, "launder");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("no such verb: launder");
    }

    /** What CI and a machine without Node see: the check says that it did not run, and nothing fails. */
    @Test
    void saysThatTheContractCheckIsSkippedWithoutNpm() throws Exception {
        for (String tool : List.of("bash", "dirname")) {
            Files.createSymbolicLink(project.resolve(tool), tool(tool));
        }
        ProcessBuilder builder = new ProcessBuilder("./hub", "contract").redirectErrorStream(true);
        builder.environment().put("PATH", project.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(out.strip()).isEqualTo("SKIPPED contract lint: no npm");
        assertThat(process.waitFor()).isZero();
    }

    private static Path tool(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private MappingFolder folder() {
        return new MappingFolder(project.resolve("mappings"));
    }

    private static void within(Ran ran, Duration limit, String what) {
        System.out.println(what + ": " + ran.took().toMillis() + " ms");
        assertThat(ran.took()).isLessThan(limit.multipliedBy(SLACK));
    }

    private static Ran hub(@org.jspecify.annotations.Nullable Path input, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("./hub"));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        long start = System.nanoTime();
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), out.strip(), Duration.ofNanos(System.nanoTime() - start));
    }
}
