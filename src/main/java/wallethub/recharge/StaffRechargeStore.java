package wallethub.recharge;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of recharges over all customers, each list by its own index. */
@Component
class StaffRechargeStore {

    /** How far a list is counted. */
    static final int COUNTED_MAX = 1_000;

    private final JdbcClient jdbc;

    StaffRechargeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which recharges; made in [from, to). */
    record Filter(
            @Nullable String status,
            @Nullable String customer,
            @Nullable String method,
            Instant from,
            Instant to) {}

    /** Which transfers that are waited for; announced at a moment or before. */
    record Awaiting(@Nullable String customer, @Nullable String currency, Instant before) {}

    /** Where a list by time goes on: behind this one. */
    record Position(Instant createdAt, String id) {}

    /** The latest first. */
    List<Recharge> list(Filter filter, Position behind, int limit) {
        return jdbc.sql("""
                        select * from recharge_recharge
                        where created_at >= :from and created_at < :to and (created_at, id) < (:behindAt, :behindId)
                            and (cast(:status as text) is null or state = :status)
                            and (cast(:customer as text) is null or customer_id = :customer)
                            and (cast(:method as text) is null or method = :method)
                        order by created_at desc, id desc limit :limit
                        """)
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()))
                .param("behindAt", timestamp(behind.createdAt()))
                .param("behindId", behind.id())
                .param("status", filter.status())
                .param("customer", filter.customer())
                .param("method", filter.method())
                .param("limit", limit)
                .query(RechargeStore::recharge)
                .list();
    }

    int count(Filter filter) {
        return jdbc.sql("""
                        select count(*) from (
                            select from recharge_recharge
                            where created_at >= :from and created_at < :to
                                and (cast(:status as text) is null or state = :status)
                                and (cast(:customer as text) is null or customer_id = :customer)
                                and (cast(:method as text) is null or method = :method)
                            limit :most + 1) r
                        """)
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()))
                .param("status", filter.status())
                .param("customer", filter.customer())
                .param("method", filter.method())
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }

    /** Bank transfers that nobody has confirmed, the oldest first. */
    List<Recharge> awaiting(Awaiting filter, String behind, int limit) {
        return jdbc.sql("""
                        select * from recharge_recharge
                        where state = 'awaiting_confirmation' and id > :behind and created_at <= :before
                            and (cast(:customer as text) is null or customer_id = :customer)
                            and (cast(:currency as text) is null or currency = :currency)
                        order by id limit :limit
                        """)
                .param("behind", behind)
                .param("before", timestamp(filter.before()))
                .param("customer", filter.customer())
                .param("currency", filter.currency())
                .param("limit", limit)
                .query(RechargeStore::recharge)
                .list();
    }

    int countAwaiting(Awaiting filter) {
        return jdbc.sql("""
                        select count(*) from (
                            select from recharge_recharge
                            where state = 'awaiting_confirmation' and created_at <= :before
                                and (cast(:customer as text) is null or customer_id = :customer)
                                and (cast(:currency as text) is null or currency = :currency)
                            limit :most + 1) r
                        """)
                .param("before", timestamp(filter.before()))
                .param("customer", filter.customer())
                .param("currency", filter.currency())
                .param("most", COUNTED_MAX)
                .query(Integer.class)
                .single();
    }
}
