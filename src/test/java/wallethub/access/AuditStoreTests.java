package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

class AuditStoreTests {

    private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh());
    private final AuditStore store = new AuditStore(jdbc);

    private int rows() {
        return jdbc.sql("select count(*) from access_audit")
                .query(Integer.class)
                .single();
    }

    private void insert() {
        AuditEntry entry = AuditEntry.of(Caller.system("operations-test"), "dead-letter.replay", "dl_1", "asked for");
        store.insert(entry, null, null, null, Instant.EPOCH);
    }

    @Test
    void keepsWhoDidWhat() {
        insert();
        assertThat(jdbc.sql("select caller from access_audit")
                        .query(String.class)
                        .single())
                .isEqualTo("system:operations-test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update access_audit set reason = 'other'", "delete from access_audit", "truncate access_audit"})
    void refusesEveryChange(String change) {
        insert();
        assertThatThrownBy(() -> jdbc.sql(change).update()).isInstanceOf(DataAccessException.class);
        assertThat(rows()).isEqualTo(1);
    }
}
