package wallethub.lane;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlValue;

/** An array parameter of a statement. */
final class SqlArray implements SqlValue {

    private final String type;
    private final @Nullable Object[] elements;
    private @Nullable Array array;

    private SqlArray(String type, @Nullable Object[] elements) {
        this.type = type;
        this.elements = elements;
    }

    static SqlArray texts(@Nullable String[] elements) {
        return new SqlArray("text", elements);
    }

    static SqlArray bytes(byte[][] elements) {
        return new SqlArray("bytea", elements);
    }

    static SqlArray longs(Object[] elements) {
        return new SqlArray("int8", elements);
    }

    static SqlArray ints(Object[] elements) {
        return new SqlArray("int4", elements);
    }

    @Override
    public void setValue(PreparedStatement statement, int index) throws SQLException {
        Connection connection = statement.getConnection();
        array = connection.createArrayOf(type, elements);
        statement.setArray(index, array);
    }

    @Override
    public void cleanup() {
        if (array != null) {
            try {
                array.free();
            } catch (SQLException e) {
                throw new IllegalStateException("array not freed", e);
            }
        }
    }
}
