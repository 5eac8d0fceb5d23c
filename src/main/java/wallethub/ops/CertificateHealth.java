package wallethub.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns while the ERP's connector is not certified with the files in force. It stays up: what is not proven may work, and
 * taking it away would surely not.
 */
@Component("certificateHealthIndicator")
class CertificateHealth implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(CertificateHealth.class);

    private final String connector;
    private final CertificateCheck check;

    CertificateHealth(
            ErpSettings erp,
            @Value("${hub.routes.dir}") Path routes,
            @Value("${hub.mappings.dir}") Path mappings,
            MeterRegistry meters) {
        connector = erp.connector();
        check = new CertificateCheck(routes, mappings, "erp", connector);
        Gauge.builder(
                        "hub.connector.certified",
                        check,
                        each -> each.objections().isEmpty() ? 1 : 0)
                .description("1 while the connector has a passing certificate of exactly the files in force")
                .tag("connector", connector)
                .register(meters);
    }

    @EventListener(ApplicationReadyEvent.class)
    void atStart() {
        List<String> objections = check.objections();
        if (!objections.isEmpty()) {
            log.atWarn()
                    .addKeyValue("connector", connector)
                    .addKeyValue("objections", objections)
                    .addKeyValue("command", check.command())
                    .log("the connector is not certified");
        }
    }

    @Override
    public Health health() {
        List<String> objections = check.objections();
        Health.Builder health = Health.up().withDetail("connector", connector);
        if (!objections.isEmpty()) {
            health.withDetail("warning", "not certified: " + String.join("; ", objections))
                    .withDetail("command", check.command());
        }
        return health.build();
    }
}
