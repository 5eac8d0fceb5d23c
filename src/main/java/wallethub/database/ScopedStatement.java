package wallethub.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement with the scope in front of it. To whoever uses it, it looks like the one statement: its parameters count from
 * one, and its first result is its own.
 *
 * <p>The driver sends both, and the {@code begin} before them, together. Were they to go in two parts, the scope would hold
 * all the same, because there is always a transaction around them.
 */
final class ScopedStatement implements InvocationHandler {

    private static final int OWN_PARAMETERS = 2;

    private final PreparedStatement target;
    private final RowScope scope;
    private final ScopedConnection connection;
    private final Connection connectionProxy;

    private ScopedStatement(
            PreparedStatement target, RowScope scope, ScopedConnection connection, Connection connectionProxy) {
        this.target = target;
        this.scope = scope;
        this.connection = connection;
        this.connectionProxy = connectionProxy;
    }

    static PreparedStatement around(
            PreparedStatement target, RowScope scope, ScopedConnection connection, Connection connectionProxy)
            throws SQLException {
        ScopedStatement statement = new ScopedStatement(target, scope, connection, connectionProxy);
        statement.bindScope();
        return (PreparedStatement) Proxy.newProxyInstance(
                ScopedStatement.class.getClassLoader(), new Class<?>[] {PreparedStatement.class}, statement);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == PreparedStatement.class) {
            return own(method, arguments);
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "getConnection" -> connectionProxy;
            case "executeBatch",
                    "executeLargeBatch",
                    "addBatch",
                    "execute",
                    "executeQuery",
                    "executeUpdate",
                    "executeLargeUpdate" -> throw unsupported(method);
            default -> ScopedConnection.on(target, method, arguments);
        };
    }

    private @Nullable Object own(Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "execute" -> executed() == Statement.SUCCESS_NO_INFO;
            case "executeQuery" -> {
                if (executed() != Statement.SUCCESS_NO_INFO) {
                    throw new SQLException("the statement has no rows to show");
                }
                yield target.getResultSet();
            }
            case "executeUpdate" -> Math.toIntExact(executed());
            case "executeLargeUpdate" -> executed();
            case "clearParameters" -> {
                target.clearParameters();
                bindScope();
                yield null;
            }
            case "addBatch", "getMetaData", "getParameterMetaData" -> throw unsupported(method);
            default -> ScopedConnection.on(target, method, shifted(arguments));
        };
    }

    /** The rest of this interface is setters, whose first argument is the parameter's number. */
    private static Object[] shifted(Object @Nullable [] arguments) {
        if (arguments == null || !(arguments[0] instanceof Integer number)) {
            throw new IllegalStateException("a setter without a number");
        }
        Object[] shifted = arguments.clone();
        shifted[0] = number + OWN_PARAMETERS;
        return shifted;
    }

    private void bindScope() throws SQLException {
        target.setString(1, scope.customer());
        target.setString(2, scope.name());
    }

    /** @return how many rows were changed, or {@link Statement#SUCCESS_NO_INFO} when rows come back instead */
    private long executed() throws SQLException {
        if (connection.inTransaction()) {
            long result = pastTheScope();
            connection.told(scope);
            return result;
        }
        connection.begin();
        boolean done = false;
        try {
            long result = pastTheScope();
            done = true;
            return result;
        } finally {
            connection.end(done);
        }
    }

    private long pastTheScope() throws SQLException {
        target.execute();
        return target.getMoreResults() ? Statement.SUCCESS_NO_INFO : target.getLargeUpdateCount();
    }

    private static SQLFeatureNotSupportedException unsupported(Method method) {
        return new SQLFeatureNotSupportedException(
                method.getName() + " is not for the first statement of a transaction in a row scope");
    }
}
