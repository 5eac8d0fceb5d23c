package wallethub.shop;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.StoreScope;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/** The SQL of the stores' keys; whoever changes one has locked its store. */
@Component
class StoreKeyStore {

    static final int SHOWN_MAX = 100;
    // Two of a use and store, and what has been revoked is not among them.
    private static final int USABLE_MAX = ShopStore.MOST * KeyUse.values().length * StoreKey.LIVE_MAX;

    private final JdbcClient jdbc;

    StoreKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void grant(StoreKey key) {
        StoreKeyId replaces = key.replaces();
        jdbc.sql("""
                        insert into shop_key (id, store_id, use, scopes, holder_id, granted_at, issue_until, valid_days,
                            replaces_id, overlap_minutes)
                        values (:id, :store, :use, :scopes, :holder, :grantedAt, :issueUntil, :validDays, :replaces, :overlap)
                        """)
                .param("id", key.id().text())
                .param("store", key.store().text())
                .param("use", key.use().wire())
                .param(
                        "scopes",
                        key.scopes().stream().map(StoreScope::wire).sorted().toArray(String[]::new))
                .param("holder", key.holder().text())
                .param("grantedAt", timestamp(key.grantedAt()))
                .param("issueUntil", timestamp(key.issueUntil()))
                .param("validDays", key.validDays())
                .param("replaces", replaces == null ? null : replaces.text())
                .param("overlap", Math.toIntExact(key.overlap().toMinutes()))
                .update();
    }

    Optional<StoreKey> find(StoreKeyId id) {
        return jdbc.sql("select * from shop_key where id = :id")
                .param("id", id.text())
                .query(StoreKeyStore::key)
                .optional();
    }

    /** The newest first. */
    List<StoreKey> of(StoreId store) {
        return jdbc.sql("select * from shop_key where store_id = :store order by id desc limit :most")
                .param("store", store.text())
                .param("most", SHOWN_MAX)
                .query(StoreKeyStore::key)
                .list();
    }

    /** Those that may be good for something at that time or later. */
    List<StoreKey> usable(Instant at) {
        return jdbc.sql("""
                        select * from shop_key
                        where revoked_at is null and issued_at is not null and expires_at > :at
                        order by id limit :most
                        """)
                .param("at", timestamp(at))
                .param("most", USABLE_MAX)
                .query(StoreKeyStore::key)
                .list();
    }

    void issue(StoreKeyId id, StoreKey.Issued issued) {
        jdbc.sql("""
                        update shop_key set secret_kid = :kid, secret_hash = :hash, issued_at = :at, expires_at = :expiresAt
                        where id = :id
                        """)
                .param("id", id.text())
                .param("kid", issued.kid())
                .param("hash", issued.hash())
                .param("at", timestamp(issued.at()))
                .param("expiresAt", timestamp(issued.expiresAt()))
                .update();
    }

    /** Its end comes nearer, never the other way; a revoked one stays as it is. */
    void endAt(StoreKeyId id, Instant end) {
        jdbc.sql("""
                        update shop_key set expires_at = :end
                        where id = :id and revoked_at is null and issued_at is not null and expires_at > :end
                        """).param("id", id.text()).param("end", timestamp(end)).update();
    }

    void revoke(StoreKeyId id, String by, Instant now) {
        jdbc.sql("update shop_key set revoked_at = :now, revoked_by = :by where id = :id and revoked_at is null")
                .param("id", id.text())
                .param("by", by)
                .param("now", timestamp(now))
                .update();
    }

    private static StoreKey key(ResultSet row, int number) throws SQLException {
        String replaces = row.getString("replaces_id");
        return new StoreKey(
                new StoreKeyId(row.getString("id")),
                new StoreId(row.getString("store_id")),
                KeyUse.of(row.getString("use")),
                scopes((String[]) row.getArray("scopes").getArray()),
                new StaffId(row.getString("holder_id")),
                instant(row, "granted_at"),
                instant(row, "issue_until"),
                row.getInt("valid_days"),
                replaces == null ? null : new StoreKeyId(replaces),
                Duration.ofMinutes(row.getInt("overlap_minutes")),
                issued(row),
                instantOrNull(row, "revoked_at"));
    }

    private static StoreKey.@Nullable Issued issued(ResultSet row) throws SQLException {
        String kid = row.getString("secret_kid");
        return kid == null
                ? null
                : new StoreKey.Issued(
                        kid, row.getBytes("secret_hash"), instant(row, "issued_at"), instant(row, "expires_at"));
    }

    /** A name that the code does not know gives nothing. */
    private static Set<StoreScope> scopes(String[] wires) {
        return Arrays.stream(wires)
                .flatMap(wire -> StoreScope.of(wire).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
