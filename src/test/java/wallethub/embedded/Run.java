package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import wallethub.embedded.standin.Sending;

/** {@code ./hub run}: everything on this machine until Ctrl-C, with data that stay. */
public final class Run {

    private static final String CUSTOMER = "CRM-1001";
    private static final Path WALK = Path.of("samples", "walk.sh");
    // Tryton's number of the entry is beside it.
    private static final String TRANSACTIONS = "curl -s \"\\$API/wallet/transactions\" -H \"\\$ME\"; echo";

    private Run() {}

    public static void main(String[] arguments) throws SQLException {
        RunOptions options = RunOptions.of(arguments, ".hub/run");
        System.out.println(options.started());
        AtomicBoolean stopping = new AtomicBoolean();
        try {
            EmbeddedDefault around = options.start(true);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(around, stopping), "stop"));
            HubProcess hub = started(around);
            customerArrives(around);
            System.out.println(told(around, options.directory()));
            hub.onExit().join();
            if (!stopping.get()) {
                System.err.printf(
                        "The hub ended by itself, exit code %d; its log is %s and ends with:%n%s%n",
                        hub.exitCode().orElse(-1), hub.log(), hub.tail());
                System.exit(1);
            }
        } catch (IllegalStateException e) {
            if (!stopping.get()) {
                System.err.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    /** Says what it does, because it takes a while and happens once per build. */
    static void trainOnce(EmbeddedDefault around, HubJar jar) {
        if (!jar.hasStartCache()) {
            System.out.println("First start of this build: making its start-up cache, once ...");
            around.trainHub(jar);
        }
    }

    private static HubProcess started(EmbeddedDefault around) {
        HubJar jar = HubJar.built();
        trainOnce(around, jar);
        System.out.println("Starting the hub ...");
        return around.startHub(jar);
    }

    private static void customerArrives(EmbeddedDefault around) throws SQLException {
        if (MirroredCustomer.found(around, CUSTOMER).isEmpty()) {
            around.crm()
                    .save(CUSTOMER, "Sample Customer", "+96550000001", "ar", "KWD", Sending.ONCE)
                    .join();
        }
        MirroredCustomer.awaited(around, CUSTOMER);
    }

    private static void stop(EmbeddedDefault around, AtomicBoolean stopping) {
        stopping.set(true);
        System.out.println("\nStopping: the hub, then what it stands on ...");
        around.close();
        System.out.println("Stopped. The data stay.");
    }

    private static String told(EmbeddedDefault around, Path directory) {
        return """

                Wallet Hub is ready. Ctrl-C stops it; the data in %s stay.

                  API        %s/api/customer/v1
                  Health     %s/health/ready   /health/deps   /prometheus
                  Log        %s
                  PostgreSQL %s   user hub, password in %s/settings.properties
                  Kafka      %s   topic wallet.events.v1
                  ERP        %s
                  CRM        %s/__switch
                  Stripe     %s/__switch
                  SMS        %s/__switch   inbox at /inbox

                A login and a recharge of customer %s, to paste into another terminal:
                %s
                Faults, each until {"mode":"normal"} (all of them: docs/stand-ins.md):
                %s""".formatted(
                        directory,
                        around.hubUrl(),
                        around.managementUrl(),
                        around.hubLog(),
                        around.postgres().jdbcUrl(around.database()),
                        directory,
                        around.brokers(),
                        erp(around, directory),
                        around.crm().url(),
                        around.stripe().url(),
                        around.sms().url(),
                        CUSTOMER,
                        walk(around).indent(2),
                        faults(around, directory).indent(2));
    }

    private static String erp(EmbeddedDefault around, Path directory) {
        return around.tryton()
                .map(tryton -> "%s   Tryton, database erp, user admin, password in %s/tryton/admin.secret"
                        .formatted(tryton.url, directory))
                .orElseGet(() -> around.erp().url() + "/__switch");
    }

    /** The walk of README with the ports of this run. */
    private static String walk(EmbeddedDefault around) {
        String ports = "HUB=%s; ERP=%s; STRIPE=%s; SMS=%s"
                .formatted(
                        around.hubUrl(),
                        around.erp().url(),
                        around.stripe().url(),
                        around.sms().url());
        try {
            String walk = Files.readString(WALK).replaceFirst(".*", ports);
            return around.tryton().isEmpty()
                    ? walk
                    : walk.replaceFirst("(?m)^curl .*/__switch/entries.*$", TRANSACTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String faults(EmbeddedDefault around, Path directory) {
        String erp = around.tryton().isPresent()
                ? """
                kill -9 $(head -1 %1$s/tryton/trytond.pid)                                  # Tryton is away
                %2$s   # Tryton is back
                """.formatted(directory, around.tryton().orElseThrow().startCommand())
                : """
                curl -s %1$s/__switch -d '{"mode":"down"}'                                   # the ERP is away
                curl -s %1$s/__switch -d '{"mode":"commit-then-reset","times":1}'            # booked, answer lost
                curl -s %1$s/__switch -d '{"mode":"slow","ms":3000}'                         # slow
                """.formatted(around.erp().url());
        return erp + """
                curl -s %1$s/__switch -d '{"mode":"down","scope":"reads"}'                   # Stripe's status API is away
                curl -s %1$s/__switch/pay -d '{"reference":"RCH-...","copies":3,"parallel":true,"reversed":true}'
                curl -s %1$s/__switch/resend -d '{"events":["evt_..."],"signature":"bad"}'   # 401
                """.formatted(around.stripe().url());
    }
}
