package wallethub.approval;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.money.Money;
import wallethub.operation.CanonicalJson;

/** The SQL of approvals. */
@Repository
class ApprovalStore {

    /** How far a list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    ApprovalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Of one person nothing is asked for twice at the same moment, so that his limits are counted exactly. */
    void lockMaker(StaffId maker) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('approval/' || :maker, 0))")
                .param("maker", maker.text())
                .query((row, n) -> n)
                .single();
    }

    /** What he asked for since then and nobody turned down, in minor units without their sign; capped at the largest long. */
    long askedFor(StaffId maker, String currency, Instant since) {
        return jdbc.sql("""
                        select least(coalesce(sum(abs(amount_minor::numeric)), 0), 9223372036854775807)::bigint
                        from approval_request
                        where maker = :maker and currency = :currency and made_at >= :since
                            and state in ('pending', 'approved')
                        """)
                .param("maker", maker.text())
                .param("currency", currency)
                .param("since", timestamp(since))
                .query(Long.class)
                .single();
    }

    /** What was approved since then of the kind, for the object, in the currency of the amount; as {@link #askedFor}. */
    long approved(ApprovalRequest.Wish wish, Money amount, Instant since) {
        return jdbc.sql("""
                        select least(coalesce(sum(abs(amount_minor::numeric)), 0), 9223372036854775807)::bigint
                        from approval_request
                        where object = :object and kind = :kind and currency = :currency and state = 'approved'
                            and decided_at >= :since
                        """)
                .param("object", wish.object())
                .param("kind", wish.kind())
                .param("currency", amount.currencyCode())
                .param("since", timestamp(since))
                .query(Long.class)
                .single();
    }

    int pendingOf(StaffId maker, Instant now) {
        return jdbc.sql("""
                        select count(*) from approval_request
                        where maker = :maker and state = 'pending' and expires_at > :now
                        """)
                .param("maker", maker.text())
                .param("now", timestamp(now))
                .query(Integer.class)
                .single();
    }

    /** False when another one waits on the same object. */
    boolean insert(ApprovalRequest request) {
        ApprovalRequest.Wish wish = request.wish();
        Money amount = wish.amount();
        return jdbc.sql("""
                        insert into approval_request (id, kind, object, alone, payload, payload_hash, amount_minor, currency,
                            state_before, reason, maker, made_at, expires_at, state, version)
                        values (:id, :kind, :object, :alone, :payload, :hash, :amount, :currency, :stateBefore, :reason,
                            :maker, :madeAt, :expiresAt, 'pending', 1)
                        on conflict (kind, object) where state = 'pending' and alone do nothing
                        """)
                        .param("id", request.id().text())
                        .param("kind", wish.kind())
                        .param("object", wish.object())
                        .param("alone", request.alone())
                        .param("payload", wish.payload())
                        .param("hash", HexFormat.of().parseHex(request.hash()))
                        .param("amount", amount == null ? null : amount.minorUnits())
                        .param("currency", amount == null ? null : amount.currencyCode())
                        .param("stateBefore", wish.stateBefore())
                        .param("reason", wish.reason())
                        .param("maker", wish.maker().text())
                        .param("madeAt", timestamp(request.madeAt()))
                        .param("expiresAt", timestamp(request.expiresAt()))
                        .update()
                == 1;
    }

    Optional<ApprovalRequest> find(ApprovalId id) {
        return jdbc.sql("""
                        select id, kind, object, alone, payload, payload_hash, amount_minor, currency, state_before, reason,
                            maker, made_at, expires_at, state, version, checker, decided_at, decision_reason, result
                        from approval_request where id = :id
                        """)
                .param("id", id.text())
                .query(ApprovalStore::request)
                .optional();
    }

    /** Before the wallets that its execution may lock; nothing locks them and then an approval. */
    Optional<ApprovalRequest> lock(ApprovalId id) {
        return jdbc.sql("""
                        select id, kind, object, alone, payload, payload_hash, amount_minor, currency, state_before, reason,
                            maker, made_at, expires_at, state, version, checker, decided_at, decision_reason, result
                        from approval_request where id = :id for no key update
                        """)
                .param("id", id.text())
                .query(ApprovalStore::request)
                .optional();
    }

    /** One decision only: whoever finds it decided, or in another version, changes nothing and is told so. */
    boolean decide(ApprovalId id, int version, ApprovalState state, ApprovalRequest.Decision decision) {
        StaffId checker = decision.checker();
        return jdbc.sql("""
                        update approval_request set state = :state, checker = :checker, decided_at = :at,
                            decision_reason = :reason, result = :result, version = version + 1
                        where id = :id and version = :version and state = 'pending'
                        """)
                        .param("state", state.wire())
                        .param("checker", checker == null ? null : checker.text())
                        .param("at", timestamp(decision.at()))
                        .param("reason", decision.reason())
                        .param("result", state == ApprovalState.APPROVED ? CanonicalJson.text(decision.result()) : null)
                        .param("id", id.text())
                        .param("version", version)
                        .update()
                == 1;
    }

    /** Ends those whose time is over, of one kind and object; says which. */
    List<String> expire(String kind, String object, Instant now) {
        return jdbc.sql("""
                        update approval_request set state = 'expired', decided_at = :now, version = version + 1
                        where kind = :kind and object = :object and state = 'pending' and expires_at <= :now
                        returning id
                        """)
                .param("kind", kind)
                .param("object", object)
                .param("now", timestamp(now))
                .query(String.class)
                .list();
    }

    /** Ends the longest overdue; what somebody decides at this moment is left to him. */
    List<String> expire(int limit, Instant now) {
        return jdbc.sql("""
                        update approval_request set state = 'expired', decided_at = :now, version = version + 1
                        where id in (
                            select id from approval_request where state = 'pending' and expires_at <= :now
                            order by expires_at, id limit :limit for no key update skip locked)
                        returning id
                        """)
                .param("now", timestamp(now))
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /**
     * Which ones a list shows.
     *
     * @param viewer who sees what he made and what he decided, whatever its kind
     * @param kinds those he may decide
     * @param everything whether he sees all of them
     * @param mine whether he wants only his own
     */
    record Filter(
            StaffId viewer,
            List<String> kinds,
            boolean everything,
            boolean mine,
            @Nullable ApprovalState state,
            @Nullable String kind) {}

    /** The latest first, by id, which is in the order of time; nothing is behind '~'. */
    List<ApprovalRequest> list(Filter filter, String below, Instant now, int limit) {
        return bound(jdbc.sql("""
                        select id, kind, object, alone, payload, payload_hash, amount_minor, currency, state_before, reason,
                            maker, made_at, expires_at, state, version, checker, decided_at, decision_reason, result
                        from approval_request
                        where id < :below
                            and (:everything or maker = :viewer or checker = :viewer or kind = any (:kinds))
                            and (not :mine or maker = :viewer)
                            and (cast(:kind as text) is null or kind = :kind)
                            and (cast(:state as text) is null or :state =
                                case when state = 'pending' and expires_at <= :now then 'expired' else state end)
                        order by id desc limit :limit
                        """), filter, now)
                .param("below", below.isEmpty() ? "~" : below)
                .param("limit", limit)
                .query(ApprovalStore::request)
                .list();
    }

    /** How many there are, and one more than {@link #COUNTED_MAX} when there are more than that. */
    int count(Filter filter, Instant now) {
        return bound(jdbc.sql("""
                        select count(*) from (
                            select from approval_request
                            where (:everything or maker = :viewer or checker = :viewer or kind = any (:kinds))
                                and (not :mine or maker = :viewer)
                                and (cast(:kind as text) is null or kind = :kind)
                                and (cast(:state as text) is null or :state =
                                    case when state = 'pending' and expires_at <= :now then 'expired' else state end)
                            limit :most + 1) shown
                        """), filter, now)
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, Filter filter, Instant now) {
        return statement
                .param("viewer", filter.viewer().text())
                .param("kinds", filter.kinds().toArray(String[]::new))
                .param("everything", filter.everything())
                .param("mine", filter.mine())
                .param("kind", filter.kind())
                .param("state", filter.state() == null ? null : filter.state().wire())
                .param("now", timestamp(now));
    }

    private static ApprovalRequest request(ResultSet row, int number) throws SQLException {
        String currency = row.getString("currency");
        return new ApprovalRequest(
                new ApprovalId(row.getString("id")),
                new ApprovalRequest.Wish(
                        row.getString("kind"),
                        row.getString("object"),
                        currency == null ? null : Money.ofMinor(row.getLong("amount_minor"), currency),
                        row.getString("payload"),
                        row.getString("state_before"),
                        row.getString("reason"),
                        new StaffId(row.getString("maker"))),
                HexFormat.of().formatHex(row.getBytes("payload_hash")),
                row.getBoolean("alone"),
                instant(row, "made_at"),
                instant(row, "expires_at"),
                ApprovalState.of(row.getString("state")),
                row.getInt("version"),
                row.getObject("decided_at") == null ? null : decision(row));
    }

    private static ApprovalRequest.Decision decision(ResultSet row) throws SQLException {
        String checker = row.getString("checker");
        return new ApprovalRequest.Decision(
                checker == null ? null : new StaffId(checker),
                instant(row, "decided_at"),
                row.getString("decision_reason"),
                result(row.getString("result")));
    }

    private static Map<String, String> result(@Nullable String stored) {
        if (stored == null) {
            return Map.of();
        }
        JsonNode tree = CanonicalJson.tree(stored);
        Map<String, String> result = new HashMap<>();
        tree.properties()
                .forEach(member -> result.put(member.getKey(), member.getValue().asText()));
        return result;
    }
}
