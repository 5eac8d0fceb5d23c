package wallethub.idp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.access.SecretKeys.Sealed;

/** How lists and secrets lie in the issuer's rows. */
final class Rows {

    private Rows() {}

    static Set<String> texts(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    static @Nullable Sealed sealed(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("totp_sealed");
        return bytes == null ? null : new Sealed(row.getString("totp_kid"), bytes);
    }
}
