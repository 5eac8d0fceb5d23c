package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** Who the hub may be connected as. */
class ServingRoleTests {

    private static final DataSource DATABASE = TestDatabase.fresh();

    private static Health started(DataSource database) {
        ServingRole role = new ServingRole(new RoleStore(JdbcClient.create(database)));
        role.afterSingletonsInstantiated();
        return role.health();
    }

    @Test
    void theRoleMadeForItServes() {
        Health health = started(TestDatabase.withoutScope(DATABASE));
        assertThat(health.getStatus().getCode()).isEqualTo("UP");
        assertThat(health.getDetails()).containsEntry("role", "hub_app").containsEntry("ownsTables", false);
    }

    @Test
    void theOwnerServesAndThatIsSaid() {
        Health health = started(TestDatabase.ownerWithoutScope(DATABASE));
        assertThat(health.getStatus().getCode()).isEqualTo("DEGRADED");
        assertThat(health.getDetails()).containsEntry("ownsTables", true);
    }

    @Test
    void aRoleThatPassesEveryPolicyDoesNotServe() {
        assertThatThrownBy(() -> started(TestDatabase.behind(DATABASE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SPRING_DATASOURCE_USERNAME")
                .hasMessageContaining("row-level security");
    }
}
