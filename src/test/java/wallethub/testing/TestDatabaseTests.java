package wallethub.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class TestDatabaseTests {

    @Test
    void givesEveryoneADatabaseOfTheirOwn() {
        var first = JdbcClient.create(TestDatabase.fresh());
        var second = JdbcClient.create(TestDatabase.fresh());
        String name = "select current_database()";
        assertThat(first.sql(name).query(String.class).single())
                .isNotEqualTo(second.sql(name).query(String.class).single());
    }
}
