package wallethub.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;
import wallethub.database.RoleStore.Role;

/**
 * The role that this instance is connected as. One that row-level security does not bind is refused at the start; the owner
 * of the tables is bound by it, and could lift it, so that is said and shows as {@code DEGRADED}.
 */
@Component("servingRoleHealthIndicator")
class ServingRole implements SmartInitializingSingleton, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ServingRole.class);

    private final RoleStore roles;
    private volatile Health health = Health.unknown().build();

    ServingRole(RoleStore roles) {
        this.roles = roles;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Role role = roles.connectedAs();
        if (role.bypassesRows()) {
            throw new IllegalStateException("SPRING_DATASOURCE_USERNAME (spring.datasource.username) is " + role.name()
                    + ", a role that row-level security does not bind; serve as a role without superuser and bypassrls,"
                    + " see docs/operating/database.md");
        }
        if (role.owns()) {
            log.atWarn()
                    .addKeyValue("role", role.name())
                    .log("the hub is served by the owner of its tables; see docs/operating/database.md");
        }
        health = Health.status(role.owns() ? new Status("DEGRADED") : Status.UP)
                .withDetail("role", role.name())
                .withDetail("ownsTables", role.owns())
                .build();
    }

    @Override
    public Health health() {
        return health;
    }
}
