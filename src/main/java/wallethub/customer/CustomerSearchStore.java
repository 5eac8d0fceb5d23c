package wallethub.customer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.WalletId;
import wallethub.operation.CursorList;

/** The SQL of finding customers by the words of their names, and by their wallets. */
final class CustomerSearchStore {

    /** How many words one request looks at. */
    static final int LOOKED_AT_MAX = 2_000;

    // Sorts behind whatever a word goes on with.
    private static final String BEHIND = Character.toString(Character.MAX_CODE_POINT);

    private final JdbcClient jdbc;

    CustomerSearchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As the words of names are compared; the longest first. */
    List<String> words(String text) {
        return jdbc
                .sql("select word from unnest(customer_words(:text)) word")
                .param("text", text)
                .query(String.class)
                .list()
                .stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    Optional<Customer> findByWallet(WalletId wallet) {
        return jdbc.sql("""
                        select id, wallet_id, external_id, name, mobile, language, currency, version
                        from customer_mirror where wallet_id = :wallet
                        """)
                .param("wallet", wallet.text())
                .query(CustomerStore::customer)
                .optional();
    }

    /**
     * Those in whose names a word begins with the first prefix, and one with each of the others; merged customers are found
     * as their survivors only. In the order of the word and the id; a cursor has the id alone, because the word is a part
     * of somebody's name.
     *
     * @param after the id of the customer before; empty on the first page
     */
    CursorList.Look<Customer> search(List<String> prefixes, String after, int limit) {
        List<Customer> found = new ArrayList<>();
        List<Reached> reached = jdbc.sql("""
                        with looked as materialized (
                            select w.word, w.customer_id from customer_word w
                            where (w.word, w.customer_id) > (
                                    select case when cast(:after as text) = '' then cast(:low as text) else (
                                        select min(x.word) from customer_word x
                                        where x.customer_id = :after and x.word >= :low and x.word < :high) end,
                                    cast(:after as text))
                                and w.word >= :low and w.word < :high
                                and not exists (
                                    select from customer_word x
                                    where x.customer_id = w.customer_id and x.word >= :low and x.word < w.word)
                            order by w.word, w.customer_id limit 2000),
                        span as (
                            select count(*) as looked,
                                (select customer_id from looked order by word desc, customer_id desc limit 1) as reached
                            from looked)
                        select s.looked, s.reached, f.*
                        from span s left join lateral (
                            select c.id, c.wallet_id, c.external_id, c.name, c.mobile, c.language, c.currency, c.version,
                                l.word, count(*) over () as matching
                            from looked l join customer_mirror c on c.id = l.customer_id
                            where not exists (select from customer_alias a where a.external_id = c.external_id)
                                and not exists (
                                    select from unnest(cast(:others as text[])) o(prefix)
                                    where not exists (
                                        select from customer_word x
                                        where x.customer_id = c.id and x.word >= o.prefix and x.word < o.prefix || :behind))
                            order by l.word, l.customer_id limit :limit) f on true
                        order by f.word, f.id
                        """)
                .param("after", after)
                .param("low", prefixes.getFirst())
                .param("high", prefixes.getFirst() + BEHIND)
                .param("behind", BEHIND)
                .param("others", prefixes.stream().skip(1).toArray(String[]::new))
                .param("limit", limit)
                .query((row, n) -> {
                    if (row.getString("id") != null) {
                        found.add(CustomerStore.customer(row, n));
                    }
                    return new Reached(
                            row.getLong("looked") == LOOKED_AT_MAX ? row.getString("reached") : null,
                            row.getLong("matching"));
                })
                .list();
        return new CursorList.Look<>(
                found, reached.getFirst().customer(), reached.getFirst().matching());
    }

    private record Reached(@Nullable String customer, long matching) {}
}
