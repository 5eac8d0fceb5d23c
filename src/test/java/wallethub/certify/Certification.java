package wallethub.certify;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.HubJar;
import wallethub.embedded.TrytonServer;
import wallethub.testing.Folders;

/** The production jar, a connector, a system and the trouble between them; plays the rows of the matrix. */
final class Certification implements AutoCloseable {

    static final Duration FENCE = Duration.ofSeconds(2);

    private final EmbeddedDefault around;
    private final ErpSide erp;
    private final FaultProxy proxy;
    private @Nullable Movements movements;
    private final List<Row> rows;

    private Certification(Path directory, String connector, Path routes, Path mappings) {
        around = EmbeddedDefault.start(directory, false);
        erp = connector.equals("tryton") ? new TrytonSide(TrytonServer.start(), FENCE) : new RestSide(around.erp());
        proxy = FaultProxy.before(erp.url());
        try {
            HubJar jar = HubJar.built();
            if (!jar.hasStartCache()) {
                around.trainHub(jar);
            }
            Path all = directory.toAbsolutePath().resolve("routes");
            Folders.copy(routes, all);
            Operations.addRoute(all);
            Map<String, String> changes = new HashMap<>(erp.environment(proxy.url()));
            changes.put("HUB_ERP_FENCE", FENCE.toSeconds() + "s");
            changes.put("HUB_ERP_PROBE", "1s");
            changes.put("HUB_ROUTES_DIR", all.toString());
            changes.put("HUB_MAPPINGS_DIR", mappings.toAbsolutePath().toString());
            changes.put("HUB_LOGIN_SENDING_PREFIXHOUR", "10000");
            around.startHub(jar, changes);
            Movements opened = new Movements(around);
            movements = opened;
            rows = new ArrayList<>(new DeliveryRows(erp, proxy, opened, FENCE).all());
            Operations operations = new Operations(around.hubUrl());
            Instant begin = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            rows.addAll(new ReadRows(erp, proxy, opened, operations, begin).all());
            LocalDate today = LocalDate.ofInstant(begin, ZoneOffset.UTC);
            rows.addAll(new DocumentRows(erp, proxy, opened, operations, FENCE, today).all());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything on an empty directory.
     *
     * @param routes of the hub, with the connector's
     */
    static Certification start(Path directory, String connector, Path routes, Path mappings) {
        return new Certification(directory, connector, routes, mappings);
    }

    String system() {
        return erp.system();
    }

    FaultProxy proxy() {
        return proxy;
    }

    /**
     * Plays the rows that are chosen; several at once, as far as they are about single wallets.
     *
     * @param told hears of each as it ends
     */
    List<Row.Result> play(Predicate<Row> chosen, UnaryOperator<Row.Result> told) {
        List<Row.Result> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(erp.rowsAtOnce())) {
            List<CompletableFuture<Row.Result>> playing = rows.stream()
                    .filter(chosen)
                    .filter(row -> !row.alone())
                    .map(row -> CompletableFuture.supplyAsync(() -> told.apply(row.played()), threads))
                    .toList();
            playing.forEach(row -> results.add(row.join()));
        }
        rows.stream().filter(chosen).filter(Row::alone).forEach(row -> {
            proxy.heal();
            results.add(told.apply(row.played()));
        });
        proxy.heal();
        return results;
    }

    @Override
    public void close() {
        if (movements != null) {
            movements.close();
        }
        proxy.close();
        erp.close();
        around.close();
    }
}
