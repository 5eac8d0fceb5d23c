package wallethub.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.KeyedHash;
import wallethub.database.DatabaseGlance;
import wallethub.operation.Cursors;
import wallethub.setting.SettingChanges;
import wallethub.setting.Settings;

/** Packages of the hub on one database and in the time of a test's clock, without HTTP and without Camel. */
public final class PackageContext {

    private PackageContext() {}

    /**
     * Started; who asked closes it.
     *
     * @param settings on top of those without which nothing starts; the foreign systems are ones that nobody calls
     * @param classes what is scanned and registered
     */
    public static AnnotationConfigApplicationContext of(
            DataSource database, Clock clock, Map<String, ?> settings, Class<?>... classes) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        Map<String, Object> all = defaults();
        all.putAll(settings);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(DataSource.class, () -> database);
        // Of the bean: the package database wraps it.
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(context.getBean(DataSource.class)));
        context.registerBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(
                PlatformTransactionManager.class,
                () -> new DataSourceTransactionManager(context.getBean(DataSource.class)));
        context.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(context.getBean(PlatformTransactionManager.class)));
        // What customer and recharge go by; without its looks, so that each question asks the database.
        context.register(DatabaseGlance.class, Settings.class, Cursors.class);
        // Approvals change settings; a context without them has no audit to write it down.
        context.registerBean(SettingChanges.class, definition -> definition.setLazyInit(true));
        // Whoever scans the package access has its own under this name.
        context.registerBean("keyedHash", KeyedHash.class, LoginKeys::keyedHash);
        context.register(classes);
        context.refresh();
        return context;
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> settings = new HashMap<>(LoginKeys.settings());
        settings.put("hub.mappings.dir", "mappings");
        settings.put("hub.erp.connector", "rest");
        settings.put("hub.erp.url", "http://localhost:1");
        settings.put("hub.erp.token", "token-of-an-erp-that-nobody-calls");
        settings.put("hub.crm.endpoint-id", "crm-endpoint".repeat(3));
        settings.put("hub.crm.secrets[0]", "whsec_c2VjcmV0LW9mLWEtY3JtLXRoYXQtbmV2ZXItY2FsbHM=");
        return settings;
    }
}
