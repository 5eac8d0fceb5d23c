package wallethub.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import wallethub.crash.CrashPoint;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.HubJar;
import wallethub.embedded.HubProcess;

/**
 * Kills the production jar, at named points and at random moments under concurrent callbacks, starts it again, and
 * compares gateway, wallets, ERP and topic.
 *
 * <p>Everything random comes from one seed, which is printed; the same seed makes the same customers, amounts, points and
 * delays.
 */
public final class CrashDrill implements AutoCloseable {

    /** Points that no recharge comes past, but two people or a store do: they have tests of their own. */
    static final String ELSEWHERE = "(BEFORE|AFTER)_(APPROVAL|ORDER|CAPTURE|REFUND|RESCUE)_COMMIT";

    private static final int RECHARGES_PER_POINT = 4;
    private static final int RECHARGES_PER_KILL = 6;
    private static final int KILLS_BETWEEN_CHECKS = 10;
    private static final Duration POINT_LIMIT = Duration.ofSeconds(90);
    private static final int KILL_DELAY_MS_MAX = 2_500;

    private final EmbeddedDefault around;
    private final Path crashFile;
    private final HubJar jar;
    private final long since = System.nanoTime();
    private final Random random;
    private final Shoppers shoppers;
    private final Agreement agreement;
    private @Nullable HubProcess hub;

    private CrashDrill(Path directory, long seed) {
        System.out.println("crash drill, seed " + seed);
        random = new Random(seed);
        crashFile = directory.toAbsolutePath().resolve("crash-at");
        around = EmbeddedDefault.start(directory, false);
        try {
            jar = HubJar.built();
            if (!jar.hasStartCache()) {
                around.trainHub(jar);
            }
            start(true);
            shoppers = Shoppers.arrive(around, random);
            agreement = new Agreement(around, shoppers);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything on an empty directory, with a few customers. */
    public static CrashDrill start(Path directory, long seed) {
        return new CrashDrill(directory, seed);
    }

    /** {@code --kills N [--seed S]}: every named point once, then N random kills. Exit 0 only when all agree. */
    public static void main(String[] arguments) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        int kills = Integer.parseInt(options.getOrDefault("--kills", "10"));
        long seed = Long.parseLong(options.getOrDefault("--seed", Long.toString(System.nanoTime() & 0xffff_ffffL)));
        Path directory = Path.of(".hub", "drill-" + seed);
        int status = 1;
        try (CrashDrill drill = start(directory, seed)) {
            for (CrashPoint point : CrashPoint.values()) {
                if (!point.name().matches(ELSEWHERE)) {
                    drill.killAt(point);
                }
            }
            drill.killAtRandom(kills);
            System.out.println(drill.agreement.summary());
            status = 0;
        } catch (RuntimeException | AssertionError e) {
            System.err.println("seed " + seed + ", data in " + directory + ": " + e);
        }
        System.exit(status);
    }

    /** Arms the point, shops until the hub dies of it, starts the hub again, and compares. */
    public void killAt(CrashPoint point) {
        int passes = random.nextInt(2);
        arm(point, passes);
        CompletableFuture<List<Shoppers.Purchase>> shopping = shoppers.shop(RECHARGES_PER_POINT);
        if (!running().awaitEnd(POINT_LIMIT)) {
            throw new AssertionError(
                    "crash point " + point + " was not reached:\n" + running().tail());
        }
        start(true);
        join(shopping);
        agreement.await();
        told("%-30s pass %d: agreed", point, passes);
    }

    /** Kills while shoppers shop, at moments of the seed's choosing. */
    public void killAtRandom(int kills) {
        for (int kill = 1; kill <= kills; kill++) {
            CompletableFuture<List<Shoppers.Purchase>> shopping = shoppers.shop(RECHARGES_PER_KILL);
            HubProcess victim = running();
            int delay = random.nextInt(KILL_DELAY_MS_MAX);
            CompletableFuture.runAsync(victim::kill, CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS))
                    .join();
            start(false);
            join(shopping);
            if (kill % KILLS_BETWEEN_CHECKS == 0 || kill == kills) {
                agreement.await();
                told("%d random kills: agreed", kill);
            }
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is of a library that only the compiler has
    private void told(String format, Object... values) {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        System.out.printf("%4d s  %s%n", seconds, format.formatted(values));
    }

    public String summary() {
        return agreement.summary();
    }

    @Override
    public void close() {
        HubProcess last = hub;
        if (last != null) {
            last.kill();
        }
        around.close();
    }

    /** @param armable in the profile that lets a crash point be armed; otherwise just as in production */
    private void start(boolean armable) {
        Map<String, String> changes = new LinkedHashMap<>(Map.of(
                "HUB_ERP_FENCE", "2s",
                "HUB_ERP_PROBE", "1s",
                "HUB_LANE_LEASE", "5s",
                "HUB_OPERATION_CALLLEASE", "5s",
                "SPRING_QUARTZ_STARTUPDELAY", "5s",
                "HUB_RECHARGE_SWEEP_INITIAL", "2s",
                "HUB_RECHARGE_SWEEP_EVERY", "2s",
                "HUB_RECHARGE_SWEEP_AFTER", "5s"));
        if (armable) {
            changes.put("SPRING_PROFILES_ACTIVE", "crash-test");
            changes.put("HUB_CRASH_FILE", crashFile.toString());
        }
        hub = HubProcess.start(jar, around.hubEnvironment(changes), around.hubLog());
        running().awaitReady(Duration.ofMinutes(2));
    }

    private void arm(CrashPoint point, int passes) {
        try {
            Path written = Files.writeString(crashFile.resolveSibling("crash-next"), point + ":" + passes);
            Files.move(written, crashFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("the crash switch").until(() -> Files.notExists(crashFile));
    }

    private HubProcess running() {
        if (hub == null) {
            throw new IllegalStateException("the hub was not started");
        }
        return hub;
    }

    private static void join(CompletableFuture<List<Shoppers.Purchase>> shopping) {
        shopping.orTimeout(3, TimeUnit.MINUTES).join();
    }
}
