package wallethub.customer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that write down what a thread asks the database, each statement a round trip. */
final class CountedStatements extends DelegatingDataSource {

    private static final ThreadLocal<List<String>> ASKED = new ThreadLocal<>();

    CountedStatements(DataSource target) {
        super(target);
    }

    /** What the work asked, on this thread. */
    List<String> of(Runnable work) {
        List<String> statements = new ArrayList<>();
        ASKED.set(statements);
        try {
            work.run();
        } finally {
            ASKED.remove();
        }
        return statements;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    List<String> statements = ASKED.get();
                    if (statements != null && method.getName().equals("prepareStatement")) {
                        statements.add(String.valueOf(arguments[0]));
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
