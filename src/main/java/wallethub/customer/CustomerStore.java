package wallethub.customer;

import static wallethub.database.Timestamps.timestamp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/** The SQL of mirrored customers and their aliases. */
final class CustomerStore {

    private final JdbcClient jdbc;

    CustomerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // Compared with a sub-select: under row-level security a bare coalesce would go past the index, through every
    // customer.
    Optional<Customer> findSurvivor(CustomerId customer) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror
                        where id = (select coalesce(
                            (select a.survivor_id from customer_mirror c
                                join customer_alias a on a.external_id = c.external_id where c.id = :id),
                            cast(:id as text)))
                        """)
                .param("id", customer.text())
                .query(CustomerStore::customer)
                .optional();
    }

    Optional<AlertedCustomer> findSurvivor(CustomerId customer, AlertKind kind) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version,
                            exists (
                                select from customer_alert t
                                where t.wallet_id = m.wallet_id and t.kind = :kind and t.cleared_at is null) as alerted
                        from customer_mirror m
                        where id = (select coalesce(
                            (select a.survivor_id from customer_mirror c
                                join customer_alias a on a.external_id = c.external_id where c.id = :id),
                            cast(:id as text)))
                        """)
                .param("id", customer.text())
                .param("kind", kind.wire())
                .query((row, number) -> new AlertedCustomer(customer(row, number), row.getBoolean("alerted")))
                .optional();
    }

    Optional<Customer> findItself(CustomerId customer) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror where id = :id
                        """)
                .param("id", customer.text())
                .query(CustomerStore::customer)
                .optional();
    }

    // The alias may be of a customer that was never mirrored under its own id.
    Optional<Customer> findSurvivor(String externalId) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror
                        where id = (select coalesce(
                            (select survivor_id from customer_alias where external_id = :externalId),
                            (select id from customer_mirror where external_id = :externalId)))
                        """)
                .param("externalId", externalId)
                .query(CustomerStore::customer)
                .optional();
    }

    /**
     * A few at most: whoever asks wants one. As an array, for the same reason as above.
     */
    List<Customer> findSurvivorsByMobile(String mobile) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror
                        where id = any (array(
                            select coalesce(a.survivor_id, c.id) from customer_mirror c
                                left join customer_alias a on a.external_id = c.external_id
                            where c.mobile = :mobile))
                        order by id limit 10
                        """)
                .param("mobile", mobile)
                .query(CustomerStore::customer)
                .list();
    }

    /** One row lock; the lane's order per customer keeps it uncontended. */
    Optional<Customer> lock(String externalId) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror where external_id = :externalId for no key update
                        """)
                .param("externalId", externalId)
                .query(CustomerStore::customer)
                .optional();
    }

    /** The version of the merge that made it an alias. */
    Optional<Long> aliasVersion(String externalId) {
        return jdbc.sql("select version from customer_alias where external_id = :externalId")
                .param("externalId", externalId)
                .query(Long.class)
                .optional();
    }

    void insert(Customer customer, Instant changedAt, Instant at) {
        jdbc.sql("""
                        insert into customer_mirror
                            (id, wallet_id, external_id, name, mobile, language, currency, version, changed_at,
                                mirrored_at)
                        values (:id, :wallet, :externalId, :name, :mobile, :language, :currency, :version, :changedAt,
                            :at)
                        """)
                .param("id", customer.id().text())
                .param("wallet", customer.wallet().text())
                .param("externalId", customer.externalId())
                .param("name", customer.name())
                .param("mobile", customer.mobile())
                .param("language", customer.language())
                .param("currency", customer.currency().getCurrencyCode())
                .param("version", customer.version())
                .param("changedAt", timestamp(changedAt))
                .param("at", timestamp(at))
                .update();
    }

    /** @return whether the row was older than the change */
    boolean update(Customer customer, Instant changedAt, Instant at) {
        return jdbc.sql("""
                        update customer_mirror set name = :name, mobile = :mobile, language = :language,
                            version = :version, changed_at = :changedAt, mirrored_at = :at
                        where id = :id and version < :version
                        """)
                        .param("id", customer.id().text())
                        .param("name", customer.name())
                        .param("mobile", customer.mobile())
                        .param("language", customer.language())
                        .param("version", customer.version())
                        .param("changedAt", timestamp(changedAt))
                        .param("at", timestamp(at))
                        .update()
                == 1;
    }

    /** Makes an alias of it, and takes along the aliases it had itself. */
    void merge(String externalId, CustomerId survivor, long version, Instant at) {
        jdbc.sql("""
                        insert into customer_alias (external_id, survivor_id, version, merged_at)
                        values (:externalId, :survivor, :version, :at)
                        on conflict (external_id) do update set
                            survivor_id = excluded.survivor_id, version = excluded.version, merged_at = excluded.merged_at
                        """)
                .param("externalId", externalId)
                .param("survivor", survivor.text())
                .param("version", version)
                .param("at", timestamp(at))
                .update();
        jdbc.sql("""
                        update customer_alias set survivor_id = :survivor
                        where survivor_id = (select id from customer_mirror where external_id = :externalId)
                        """)
                .param("externalId", externalId)
                .param("survivor", survivor.text())
                .update();
    }

    /** Not its survivor. */
    Optional<Customer> findItself(String externalId) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror where external_id = :externalId
                        """)
                .param("externalId", externalId)
                .query(CustomerStore::customer)
                .optional();
    }

    /** The CRM's ids that were merged into it; not those that were erased since. */
    List<String> aliases(CustomerId survivor) {
        return jdbc.sql("""
                        select external_id from customer_alias
                        where survivor_id = :survivor and external_id not like 'erased:%'
                        """)
                .param("survivor", survivor.text())
                .query(String.class)
                .list();
    }

    boolean isErased(CustomerId customer) {
        return jdbc.sql("select exists (select from customer_erased where customer_id = :customer)")
                .param("customer", customer.text())
                .query(Boolean.class)
                .single();
    }

    boolean isErased(String externalIdHash) {
        return jdbc.sql("select exists (select from customer_erased where external_id_hash = :hash)")
                .param("hash", externalIdHash)
                .query(Boolean.class)
                .single();
    }

    /** Those of the hashes that are of erased customers. */
    Set<String> erasedAmong(Collection<String> externalIdHashes) {
        return Set.copyOf(jdbc.sql("""
                        select external_id_hash from customer_erased where external_id_hash = any(:hashes::text[])
                        """)
                .param("hashes", externalIdHashes.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    void bury(String externalIdHash, CustomerId customer, OffsetDateTime at) {
        jdbc.sql("""
                        insert into customer_erased (external_id_hash, customer_id, erased_at) values (:hash, :customer, :at)
                        on conflict (external_id_hash) do nothing
                        """)
                .param("hash", externalIdHash)
                .param("customer", customer.text())
                .param("at", at)
                .update();
    }

    /** Of somebody who was never here. */
    void bury(String externalIdHash, OffsetDateTime at) {
        jdbc.sql("""
                        insert into customer_erased (external_id_hash, erased_at) values (:hash, :at)
                        on conflict (external_id_hash) do nothing
                        """).param("hash", externalIdHash).param("at", at).update();
    }

    void forgetAlias(String externalId, String pseudonym) {
        jdbc.sql("update customer_alias set external_id = :pseudonym where external_id = :externalId")
                .param("externalId", externalId)
                .param("pseudonym", pseudonym)
                .update();
    }

    void pseudonymise(CustomerId customer, String pseudonym) {
        jdbc.sql("update customer_mirror set name = '', mobile = '', external_id = :pseudonym where id = :id")
                .param("id", customer.text())
                .param("pseudonym", pseudonym)
                .update();
    }

    static Customer customer(ResultSet row, int number) throws SQLException {
        return new Customer(
                new CustomerId(row.getString("id")),
                new WalletId(row.getString("wallet_id")),
                row.getString("external_id"),
                row.getString("name"),
                row.getString("mobile"),
                row.getString("language"),
                Currency.getInstance(row.getString("currency")),
                row.getLong("version"));
    }
}
