package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import wallethub.testing.Folders;

/** {@code ./hub run} as its reader uses it: paste the walk, throw a fault, Ctrl-C, come back, pull the plug, come back. */
@EnabledOnOs(OS.LINUX)
class RunIT {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Pattern WALK = Pattern.compile("another terminal:\n(.*?)\n\nFaults", Pattern.DOTALL);
    private static final Pattern ERP_DOWN = Pattern.compile("curl -s (\\S+/__switch) -d '\\{\"mode\":\"down\"}'");
    private static final String RECHARGE = "  # Recharge";
    private static final Pattern ME = Pattern.compile("^ME=(.*)$", Pattern.MULTILINE);

    private static final Pattern TRYTON_DOWN = Pattern.compile("kill -9 [^#]*trytond.pid\\)");
    private static final Pattern TRYTON_UP = Pattern.compile("TRYTON_HOME=[^#]* start");

    @TempDir
    private Path directory;

    private final List<String> options = new ArrayList<>();
    private Path data;
    private int starts;
    private String token = "";

    @BeforeEach
    void dataAmongWhatIsTemporary() {
        data = directory.resolve("data");
    }

    @Test
    @EnabledIf(
            value = "wallethub.embedded.TrytonServer#isInstalled",
            disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
    void theErpMayBeATrytonThatIsKilledAndStartedAgain() throws Exception {
        options.addAll(List.of("--erp", "tryton"));
        // Where the user of its servers can enter.
        data = TrytonServer.folder().resolveSibling("tryton-run").toAbsolutePath();
        TrytonServer.stopIn(data.resolve("tryton"));
        Folders.remove(data);
        try (HubScript run = started()) {
            login(run);
            assertThat(bash(recharge(run))).contains("\"status\":\"pending\"");
            awaitWallet(run, "12.500", "12.500");
            bash(found(TRYTON_DOWN, run).group());
            bash(recharge(run));
            awaitWallet(run, "25.000", "12.500");
            bash(found(TRYTON_UP, run).group());
            awaitWallet(run, "25.000", "25.000");
            stop(run);
        }
        Folders.remove(data);
    }

    @Test
    void customersAndMoneySurviveCtrlCAndAKill() throws Exception {
        try (HubScript run = started()) {
            login(run);
            String walked = bash(recharge(run));
            assertThat(walked).contains("\"status\":\"pending\"").contains("\"status\":200");
            awaitWallet(run, "12.500", "12.500");
            creditsWhileTheErpIsAway(run);
            stop(run);
        }
        try (HubScript run = started()) {
            // The same token: sessions and keys survive too.
            awaitWallet(run, "25.000", "25.000");
            run.killAlone();
        }
        ProcessHandle orphan = hub().orElseThrow();
        try (HubScript run = started()) {
            assertThat(orphan.isAlive()).isFalse();
            awaitWallet(run, "25.000", "25.000");
            stop(run);
        }
    }

    /** The first part of the walk, as it is pasted. */
    private void login(HubScript run) throws IOException {
        String walk = walk(run);
        String printed = bash(walk.substring(0, walk.indexOf(RECHARGE)) + "echo \"ME=$ME\"");
        token = ME.matcher(printed).results().findFirst().orElseThrow().group(1);
    }

    /** The second part, in another terminal. */
    private String recharge(HubScript run) {
        String walk = walk(run);
        return settings(run) + walk.substring(walk.indexOf(RECHARGE));
    }

    private String settings(HubScript run) {
        return walk(run).lines().limit(2).reduce("", (all, line) -> all + line + "\n") + "ME='" + token + "'\n";
    }

    private void creditsWhileTheErpIsAway(HubScript run) throws IOException {
        MatchResult down = found(ERP_DOWN, run);
        bash(down.group());
        bash(recharge(run));
        awaitWallet(run, "25.000", "12.500");
        bash("curl -s " + down.group(1) + " -d '{\"mode\":\"normal\"}'");
        awaitWallet(run, "25.000", "25.000");
    }

    private HubScript started() {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(options);
        words.add(data.toString());
        return HubScript.start(directory.resolve("output-" + ++starts), words.toArray(String[]::new))
                .awaitPrinted("\"signature\":\"bad\"", START_LIMIT);
    }

    private void stop(HubScript run) throws IOException {
        ProcessHandle hub = hub().orElseThrow();
        run.interrupt();
        assertThat(run.awaitEnd(STOP_LIMIT)).as(run.printed()).isEqualTo(130);
        assertThat(run.printed()).contains("Stopped. The data stay.");
        assertThat(hub.isAlive()).isFalse();
        assertThat(left()).isEmpty();
    }

    private void awaitWallet(HubScript run, String balance, String confirmed) {
        String ask = settings(run) + "curl -s \"$API/wallet\" -H \"$ME\"";
        await("balance " + balance + ", in the ERP " + confirmed)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> bash(ask),
                        wallet -> wallet.contains("\"balance\":{\"amount\":\"" + balance + "\"")
                                && wallet.contains("\"confirmed\":{\"amount\":\"" + confirmed + "\""));
    }

    private static String walk(HubScript run) {
        return found(WALK, run).group(1);
    }

    private static MatchResult found(Pattern pattern, HubScript run) {
        return pattern.matcher(run.printed()).results().findFirst().orElseThrow();
    }

    private String bash(String script) throws IOException {
        Path file = Files.writeString(directory.resolve("paste.sh"), script);
        return new Command(List.of("bash", file.toString()), directory).run(Duration.ofSeconds(60));
    }

    private Optional<ProcessHandle> hub() throws IOException {
        return ofFile(data.resolve("hub.pid"), "wallet-hub.jar");
    }

    /** Whatever still runs with this test's directory in its command line: PostgreSQL, the embedding process. */
    private List<String> left() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    private static Optional<ProcessHandle> ofFile(Path pid, String program) throws IOException {
        return Files.exists(pid)
                ? ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(pid).getFirst().strip()))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(program))
                : Optional.empty();
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        hub().ifPresent(ProcessHandle::destroyForcibly);
        ofFile(data.resolve("postgresql/data/postmaster.pid"), "postgres").ifPresent(ProcessHandle::destroy);
    }
}
