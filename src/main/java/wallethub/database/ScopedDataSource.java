package wallethub.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that tell PostgreSQL the scope of whoever uses them; see {@link ScopedConnection}. */
final class ScopedDataSource extends DelegatingDataSource {

    ScopedDataSource(DataSource target) {
        super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ScopedConnection.around(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return ScopedConnection.around(super.getConnection(username, password));
    }

    // Who unwraps it wants the pool: metrics, and Flyway, which asks the pool for the address and comes with its own
    // role.
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        DataSource target = obtainTargetDataSource();
        return type.isInstance(target) ? type.cast(target) : target.unwrap(type);
    }
}
