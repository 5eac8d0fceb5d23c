package wallethub.ledger;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The SQL of posting states. */
@Repository
class PostingStore {

    private final JdbcClient jdbc;

    PostingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One round trip; wallets are locked by id. Returns how many transfers changed their state. */
    int settle(List<Posting> postings) {
        return jdbc.sql("""
                        select ledger_settle_postings(:transfers, :states, :numbers, cast(:settledAt as timestamptz[]))
                        """)
                .param(
                        "transfers",
                        texts(postings, posting -> posting.transfer().text()))
                .param(
                        "states",
                        texts(postings, posting -> posting.state().name().toLowerCase(Locale.ROOT)))
                .param("numbers", texts(postings, Posting::erpNumber))
                .param(
                        "settledAt",
                        texts(postings, posting -> posting.settledAt().toString()))
                .query(Integer.class)
                .single();
    }

    private static String[] texts(List<Posting> postings, Function<Posting, String> text) {
        return postings.stream().map(text).toArray(String[]::new);
    }
}
