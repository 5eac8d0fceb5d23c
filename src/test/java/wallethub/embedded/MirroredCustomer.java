package wallethub.embedded;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A customer as the hub knows it; read from its database, because until customers can log in no route tells a portal the
 * ids.
 */
public record MirroredCustomer(String id, String wallet) {

    public static MirroredCustomer awaited(EmbeddedDefault around, String externalId) {
        return await("customer " + externalId + " is mirrored")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> found(around, externalId), Optional::isPresent)
                .orElseThrow();
    }

    static Optional<MirroredCustomer> found(EmbeddedDefault around, String externalId) throws SQLException {
        try (var connection = around.postgres().connect(around.database());
                var statement = connection.prepareStatement(
                        "select id, wallet_id from customer_mirror where external_id = ?")) {
            statement.setString(1, externalId);
            try (var rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new MirroredCustomer(rows.getString(1), rows.getString(2)))
                        : Optional.empty();
            }
        }
    }
}
