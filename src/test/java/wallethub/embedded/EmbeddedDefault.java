package wallethub.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.embedded.standin.CrmStandIn;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.SmsStandIn;
import wallethub.embedded.standin.StripeStandIn;
import wallethub.testing.DatabaseRoles;

/**
 * Everything around the hub, in this JVM and on loopback: PostgreSQL, Kafka, and stand-ins for the ERP, the CRM, Stripe and
 * SMS. The hub itself is the production jar, started as a child as often as wanted.
 */
public final class EmbeddedDefault implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDefault.class);
    private static final String DATABASE = "hub";
    private static final String TRAINING_DATABASE = "hub_training";
    private static final String CURRENCY = "KWD";
    private static final String TOPIC = "wallet.events.v1";
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final EmbeddedSettings settings;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final EmbeddedPostgresServer postgres;
    private final EmbeddedKafka kafka;
    private final ErpStandIn erp;
    private final @Nullable TrytonServer tryton;
    private final CrmStandIn crm;
    private final StripeStandIn stripe;
    private final SmsStandIn sms;
    private final int port;
    private final int managementPort;

    private EmbeddedDefault(Path directory, boolean usualPorts, boolean withTryton) {
        this.directory = directory.toAbsolutePath();
        running.push(DirectoryLock.of(directory));
        settings = EmbeddedSettings.of(directory);
        try {
            Path standIns = directory.resolve("stand-ins");
            stopOrphanedHub();
            postgres = opened(() -> EmbeddedPostgresServer.start(
                    binaries(),
                    directory.resolve("postgresql"),
                    () -> settings.port("port.postgresql", usual(usualPorts, 5433)),
                    settings.opaque("postgresql.password")));
            kafka = opened(() -> EmbeddedKafka.start(
                    directory.resolve("kafka"), settings.port("port.kafka", usual(usualPorts, 9092))));
            erp = opened(() -> ErpStandIn.start(settings.port("port.erp", usual(usualPorts, 8101)), standIns));
            tryton = withTryton ? opened(() -> tryton(usualPorts)) : null;
            crm = opened(() -> CrmStandIn.start(settings.port("port.crm", usual(usualPorts, 8102)), standIns));
            stripe = opened(() -> StripeStandIn.start(settings.port("port.stripe", usual(usualPorts, 8103)), standIns));
            sms = opened(() -> SmsStandIn.start(settings.port("port.sms", usual(usualPorts, 8104)), standIns));
            port = settings.port("port.hub", usual(usualPorts, 8080));
            managementPort = settings.port("port.management", usual(usualPorts, 9090));
            prepare();
        } catch (RuntimeException e) {
            // Kafka's threads would keep a failed start alive.
            close();
            throw e;
        }
    }

    /**
     * Starts everything but the hub.
     *
     * @param directory keeps all data; the same directory goes on where it stopped
     * @param usualPorts 8080 and so on, where they are free; otherwise any free ones
     */
    public static EmbeddedDefault start(Path directory, boolean usualPorts) {
        return new EmbeddedDefault(directory, usualPorts, false);
    }

    /** As above; the hub's ERP is a Tryton of its own, in {@code tryton} of the directory. */
    public static EmbeddedDefault startWithTryton(Path directory, boolean usualPorts) {
        return new EmbeddedDefault(directory, usualPorts, true);
    }

    private TrytonServer tryton(boolean usualPorts) {
        return TrytonServer.start(
                directory.resolve("tryton"),
                settings.port("port.tryton", usual(usualPorts, 18420)),
                settings.port("port.tryton-postgresql", usual(usualPorts, 18421)));
    }

    /** Starts the hub and waits until it is ready. */
    public HubProcess startHub(HubJar jar) {
        return startHub(jar, Map.of());
    }

    /** As above, with more environment or another one. */
    public HubProcess startHub(HubJar jar, Map<String, String> changes) {
        HubProcess hub = HubProcess.start(jar, hubEnvironment(changes), hubLog());
        running.push(hub);
        try {
            Files.writeString(hubPid(), Long.toString(hub.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hub.awaitReady(READY_LIMIT);
    }

    /** Makes the start-up cache of this build, on a database of its own; without it the hub starts too, only slower. */
    public void trainHub(HubJar jar) {
        ensureDatabase(TRAINING_DATABASE);
        Map<String, String> environment = new LinkedHashMap<>(hubEnvironment(Map.of()));
        environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl(TRAINING_DATABASE));
        try {
            HubProcess.train(jar, environment, directory.resolve("logs").resolve("training.log"));
        } finally {
            postgres.dropDatabase(TRAINING_DATABASE);
        }
    }

    /** The environment of API.md, "Outside in production", with the changes on top. */
    public Map<String, String> hubEnvironment(Map<String, String> changes) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("SPRING_DATASOURCE_URL", postgres.jdbcUrl(DATABASE));
        environment.put("SPRING_DATASOURCE_USERNAME", DatabaseRoles.APP);
        environment.put("SPRING_DATASOURCE_PASSWORD", settings.opaque("hub.password"));
        environment.put("SPRING_FLYWAY_USER", DatabaseRoles.OWNER);
        environment.put("SPRING_FLYWAY_PASSWORD", settings.opaque("owner.password"));
        environment.put("HUB_KAFKA_BROKERS", kafka.brokers());
        environment.put("HUB_ERP_CONNECTOR", "rest");
        environment.put("HUB_ERP_URL", erp.url().toString());
        environment.put("HUB_ERP_TOKEN", settings.opaque("erp.token"));
        environment.put("HUB_ERP_PROBE", "2s");
        environment.put("HUB_CRM_ENDPOINTID", settings.opaque("crm.endpoint"));
        environment.put("HUB_CRM_SECRETS_0", settings.webhookSecret("crm.secret"));
        environment.put("HUB_LOGIN_PEPPER", settings.key("login.pepper"));
        environment.put("HUB_LOGIN_SIGNINGKEYS_K1", settings.tokenKey("login.signing"));
        environment.put("HUB_LOGIN_SIGNINGKID", "k1");
        environment.put("HUB_STAFF_SECRET", settings.key("staff.secret"));
        environment.put("HUB_STAFF_SIGNINGKEYS_K1", settings.tokenKey("staff.signing"));
        environment.put("HUB_STAFF_SIGNINGKID", "k1");
        environment.put("HUB_SHOP_SECRET", settings.key("shop.secret"));
        environment.put("HUB_SHOP_SIGNINGKEYS_K1", settings.tokenKey("shop.signing"));
        environment.put("HUB_SHOP_SIGNINGKID", "k1");
        environment.put("HUB_STAFF_RETURNURLS_0", StaffMember.PORTAL);
        environment.put("HUB_IDP_SECRET", settings.key("idp.secret"));
        environment.put("HUB_IDP_URL", hubUrl().toString());
        environment.put("HUB_AUDIT_SIGNINGKEYS_K1", settings.tokenKey("audit.signing"));
        environment.put("HUB_AUDIT_SIGNINGKID", "k1");
        environment.put("HUB_AUDIT_HASHKEY", settings.key("audit.hash"));
        environment.put("HUB_GATEWAY_STRIPE_URL", stripe.url().toString());
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_GATEWAY", "stripe");
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_MERCHANT", "acct_main");
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_CURRENCY", CURRENCY);
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_ENDPOINTID", settings.opaque("stripe.endpoint"));
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_LIVE", "false");
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_APIKEY", settings.apiKey("stripe.key"));
        environment.put("HUB_GATEWAY_ACCOUNTS_MAIN_SECRETS_0", settings.signingSecret("stripe.secret"));
        environment.put("HUB_RECHARGE_PUBLICURL", hubUrl().toString());
        environment.put("HUB_RECHARGE_RETURNURLS_0", "https://portal.example");
        // The sample IBAN of the SWIFT registry.
        environment.put("HUB_RECHARGE_BANKTRANSFER_ACCOUNTS_KWD_HOLDER", "Sample Services");
        environment.put("HUB_RECHARGE_BANKTRANSFER_ACCOUNTS_KWD_BANK", "Sample Bank");
        environment.put("HUB_RECHARGE_BANKTRANSFER_ACCOUNTS_KWD_IBAN", "KW81CBKU0000000000001234560101");
        environment.put("HUB_RECHARGE_BANKTRANSFER_ACCOUNTS_KWD_BIC", "CBKUKWKW");
        environment.put("HUB_DOCS_ENABLED", "true");
        // Everybody here has one address, and a drill's customers ask without a pause.
        environment.put("HUB_EDGE_LIMITS_ADDRESS", "10000000");
        environment.put("HUB_EDGE_LIMITS_CUSTOMER", "10000000");
        environment.put("HUB_EDGE_LIMITS_MONEY", "1000000");
        environment.put("HUB_LOGIN_SENDING_ADDRESSTENMINUTES", "1000");
        environment.put("HUB_LOGIN_SENDING_ADDRESSHOUR", "10000");
        environment.put("HUB_SMS_URL", sms.url().toString());
        environment.put("HUB_SMS_TOKEN", settings.opaque("sms.token"));
        environment.put("HUB_SMS_PROBE", "2s");
        environment.put("HUB_LANE_SECRETKEY", settings.key("lane.key"));
        environment.put("HUB_ROUTES_DIR", Path.of("routes").toAbsolutePath().toString());
        environment.put("HUB_MAPPINGS_DIR", Path.of("mappings").toAbsolutePath().toString());
        if (tryton != null) {
            environment.putAll(tryton.environment());
        }
        environment.putAll(changes);
        return environment;
    }

    public URI hubUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI managementUrl() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    public Path hubLog() {
        return directory.resolve("logs").resolve("hub.log");
    }

    public URI stripeCallback() {
        return hubUrl().resolve("/callbacks/gateways/stripe/" + settings.opaque("stripe.endpoint"));
    }

    public URI crmCallback() {
        return hubUrl().resolve("/callbacks/crm/" + settings.opaque("crm.endpoint"));
    }

    public EmbeddedPostgresServer postgres() {
        return postgres;
    }

    public String database() {
        return DATABASE;
    }

    public String brokers() {
        return kafka.brokers();
    }

    public ErpStandIn erp() {
        return erp;
    }

    /** The ERP instead of the stand-in, where one was asked for. */
    public Optional<TrytonServer> tryton() {
        return Optional.ofNullable(tryton);
    }

    public CrmStandIn crm() {
        return crm;
    }

    public StripeStandIn stripe() {
        return stripe;
    }

    public SmsStandIn sms() {
        return sms;
    }

    /** The hub first, then what it stands on. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            AutoCloseable next = running.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.atError()
                        .setCause(e)
                        .addKeyValue("part", next.getClass().getSimpleName())
                        .log("not stopped in order");
            }
        }
    }

    private void prepare() {
        ensureDatabase(DATABASE);
        kafka.ensureTopic(TOPIC);
        erp.requireToken(settings.opaque("erp.token"));
        sms.requireToken(settings.opaque("sms.token"));
        stripe.requireKey(settings.apiKey("stripe.key"));
        stripe.callback(stripeCallback(), settings.signingSecret("stripe.secret"));
        crm.callback(crmCallback(), settings.webhookSecret("crm.secret"));
    }

    private void ensureDatabase(String name) {
        postgres.ensureHubDatabase(name, settings.opaque("owner.password"), settings.opaque("hub.password"));
    }

    private <T extends AutoCloseable> T opened(Supplier<T> start) {
        T part = start.get();
        running.push(part);
        return part;
    }

    /** A hub whose parent was killed goes on running; it must not work beside the new one with an old port. */
    private void stopOrphanedHub() {
        try {
            if (Files.exists(hubPid())) {
                ProcessHandle.of(Long.parseLong(Files.readString(hubPid()).strip()))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("wallet-hub.jar"))
                        .ifPresent(orphan -> {
                            orphan.destroyForcibly();
                            orphan.onExit().join();
                        });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path hubPid() {
        return directory.resolve("hub.pid");
    }

    private static int usual(boolean wanted, int port) {
        return wanted ? port : 0;
    }

    private static Path binaries() {
        return Path.of("target", "embedded");
    }
}
