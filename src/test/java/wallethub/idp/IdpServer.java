package wallethub.idp;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.WalletHub;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestDatabase;

/** One instance of the hub on a real port that issues logins itself. */
final class IdpServer implements AutoCloseable {

    static final String URL = "https://hub.example.test";
    static final String SECRET = "a-secret-of-the-issuer-of-the-tests-0123456789";

    final ConfigurableApplicationContext context;
    final JdbcClient behind;

    IdpServer(Map<String, String> changes) {
        this(changes, Clock.systemUTC());
    }

    /** @param clock what time it is there */
    IdpServer(Map<String, String> changes, Clock clock) {
        Map<String, String> settings = new HashMap<>(TestDatabase.settings(TestDatabase.freshUrl()));
        settings.putAll(LoginKeys.settings());
        settings.put("server.port", "0");
        settings.put("management.server.port", "0");
        settings.put("spring.quartz.auto-startup", "false");
        settings.put("logging.structured.format.console", "");
        settings.put("hub.erp.url", "http://127.0.0.1:9");
        settings.put("hub.erp.token", "an-erp-token-of-the-tests");
        settings.put("hub.crm.endpoint-id", "crm-endpoint-of-the-tests");
        settings.put("hub.crm.secrets[0]", "whsec_Y3JtLXNlY3JldC1vZi10aGUtdGVzdHMtMzItYnl0ZXM=");
        settings.put("hub.edge.limits.address", "10000000");
        settings.put("hub.idp.secret", SECRET);
        settings.put("hub.idp.url", URL);
        settings.putAll(changes);
        SpringApplication application = new SpringApplication(WalletHub.class);
        application.addInitializers(fresh -> ((GenericApplicationContext) fresh)
                .registerBean("clockOfTheTest", Clock.class, () -> clock, bean -> bean.setPrimary(true)));
        context = application.run(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
        behind = JdbcClient.create(TestDatabase.behind(context.getBean(DataSource.class)));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
