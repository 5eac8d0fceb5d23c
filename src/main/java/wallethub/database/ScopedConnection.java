package wallethub.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that tells the scope at the start of each transaction, and again when the scope changes within one.
 *
 * <p>The settings end with their transaction, so a pooled connection has nothing of its last user. They travel in front of
 * the transaction's first statement, in the same round trip; see {@link ScopedStatement}. Work outside of any scope costs
 * nothing and sees no customer's rows.
 */
final class ScopedConnection implements InvocationHandler {

    static final String TELL = "select set_config('hub.customer', ?, true), set_config('hub.scope', ?, true)";

    private final Connection target;
    // What the transaction that runs has been told; null when that is not certain.
    private @Nullable RowScope told = RowScope.NONE;

    private ScopedConnection(Connection target) {
        this.target = target;
    }

    static Connection around(Connection target) {
        return (Connection) Proxy.newProxyInstance(
                ScopedConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new ScopedConnection(target));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "prepareStatement" -> prepare((Connection) proxy, method, arguments);
            case "createStatement", "prepareCall" -> {
                tellAlone();
                yield on(target, method, arguments);
            }
            case "commit", "setAutoCommit" -> ending(RowScope.NONE, method, arguments);
            // The settings since the savepoint are gone with it, those before it are not.
            case "rollback" -> ending(arguments == null ? RowScope.NONE : null, method, arguments);
            default -> on(target, method, arguments);
        };
    }

    private @Nullable Object prepare(Connection proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        RowScope scope = RowScope.current();
        if (scope.equals(told)) {
            return on(target, method, arguments);
        }
        if (arguments == null || arguments.length > 1) {
            tellAlone();
            return on(target, method, arguments);
        }
        PreparedStatement statement = target.prepareStatement(TELL + ";" + arguments[0]);
        return ScopedStatement.around(statement, scope, this, proxy);
    }

    private @Nullable Object ending(@Nullable RowScope left, Method method, Object @Nullable [] arguments)
            throws Throwable {
        told = null;
        Object result = on(target, method, arguments);
        told = left;
        return result;
    }

    /** A round trip of its own, for statements that cannot carry it. */
    private void tellAlone() throws SQLException {
        RowScope scope = RowScope.current();
        if (scope.equals(told)) {
            return;
        }
        if (target.getAutoCommit()) {
            throw new SQLFeatureNotSupportedException(
                    "such a statement needs a transaction when it runs in a row scope");
        }
        try (var statement = target.prepareStatement(TELL)) {
            statement.setString(1, scope.customer());
            statement.setString(2, scope.name());
            statement.execute();
        }
        told = scope;
    }

    boolean inTransaction() throws SQLException {
        return !target.getAutoCommit();
    }

    /** Settings last as long as a transaction, so a statement outside of one gets its own. */
    void begin() throws SQLException {
        target.setAutoCommit(false);
    }

    void end(boolean commit) throws SQLException {
        try {
            if (commit) {
                target.commit();
            } else {
                target.rollback();
            }
        } finally {
            target.setAutoCommit(true);
        }
    }

    void told(RowScope scope) {
        told = scope;
    }

    static @Nullable Object on(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
