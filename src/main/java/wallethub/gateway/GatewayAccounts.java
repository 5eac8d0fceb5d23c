package wallethub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * The merchant accounts in force. Files of a config tree are read again every few seconds, so that a secret is rotated
 * without a restart; settings that do not hold together change nothing, and the log says so.
 */
@Component
public class GatewayAccounts {

    private static final Logger log = LoggerFactory.getLogger(GatewayAccounts.class);
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(5);

    private final ConfigurableEnvironment environment;
    private final Clock clock;
    private volatile Loaded loaded;

    GatewayAccounts(ConfigurableEnvironment environment, GatewaySettings settings, Clock clock) {
        this.environment = environment;
        this.clock = clock;
        this.loaded = new Loaded(settings, settings.all(), clock.instant());
    }

    public List<GatewayAccount> all() {
        return current().accounts();
    }

    public Optional<GatewayAccount> find(String id) {
        return all().stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /** The first account, by id, that takes the currency. */
    public Optional<GatewayAccount> findForCurrency(String currency) {
        return all().stream()
                .filter(account -> account.currency().equals(currency))
                .findFirst();
    }

    /** Whether real money could come in. */
    public boolean anyLive() {
        return all().stream().anyMatch(GatewayAccount::live);
    }

    /** The account behind a callback's path. All are compared, each in constant time. */
    Optional<GatewayAccount> findByEndpoint(String gateway, String endpointId) {
        byte[] asked = endpointId.getBytes(UTF_8);
        Optional<GatewayAccount> found = Optional.empty();
        for (GatewayAccount account : all()) {
            boolean same = MessageDigest.isEqual(account.endpointId().getBytes(UTF_8), asked);
            if (same && account.gateway().equals(gateway)) {
                found = Optional.of(account);
            }
        }
        return found;
    }

    GatewaySettings settings() {
        return current().settings();
    }

    private Loaded current() {
        Loaded now = loaded;
        return clock.instant().isBefore(now.at().plus(READ_AGAIN_AFTER)) ? now : reload(now);
    }

    private synchronized Loaded reload(Loaded seen) {
        if (loaded.at().isAfter(seen.at())) {
            return loaded;
        }
        Loaded next = new Loaded(seen.settings(), seen.accounts(), clock.instant());
        try {
            GatewaySettings settings = readAgain();
            next = new Loaded(settings, settings.all(), clock.instant());
        } catch (RuntimeException e) {
            // The message of a binding failure may quote a value, so only its kind is logged.
            log.atError()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("gateway settings cannot be read again; the old ones stay in force");
        }
        loaded = next;
        return next;
    }

    private GatewaySettings readAgain() {
        List<PropertySource<?>> sources = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
                sources.add(fresh(source));
            }
        }
        return new Binder(ConfigurationPropertySources.from(sources), new PropertySourcesPlaceholdersResolver(sources))
                .bindOrCreate("hub.gateway", GatewaySettings.class);
    }

    /** A config tree lists its files once and keeps what it read: a new one sees what is there now. */
    private static PropertySource<?> fresh(PropertySource<?> source) {
        return source instanceof ConfigTreePropertySource tree
                ? new ConfigTreePropertySource(
                        tree.getName(), tree.getSource(), ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE)
                : source;
    }

    private record Loaded(GatewaySettings settings, List<GatewayAccount> accounts, Instant at) {}
}
