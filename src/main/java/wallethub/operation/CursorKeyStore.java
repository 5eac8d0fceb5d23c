package wallethub.operation;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of the key that signs cursors. */
final class CursorKeyStore {

    private final JdbcClient jdbc;

    CursorKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    byte[] find() {
        return jdbc.sql("select key from operation_cursor_key")
                .query(byte[].class)
                .single();
    }
}
