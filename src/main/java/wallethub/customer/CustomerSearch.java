package wallethub.customer;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.WalletId;
import wallethub.operation.CursorList;

/** Finds customers for staff: by wallet, and by the words that their names begin with. */
@Component
public class CustomerSearch {

    /** The least that one word of a name is looked for by. */
    public static final int LETTERS_MIN = 3;

    private final CustomerSearchStore store;

    CustomerSearch(JdbcClient jdbc) {
        this.store = new CustomerSearchStore(jdbc);
    }

    public Optional<Customer> findByWallet(WalletId wallet) {
        return store.findByWallet(wallet);
    }

    /** The prefixes that a text asks for, the longest first; empty when none has {@link #LETTERS_MIN} letters. */
    public List<String> prefixes(String text) {
        List<String> words = store.words(text);
        return words.isEmpty()
                        || words.getFirst().codePointCount(0, words.getFirst().length()) < LETTERS_MIN
                ? List.of()
                : words;
    }

    /**
     * @param prefixes not empty, the longest first
     * @param after the id of the customer before, empty on the first page
     */
    public CursorList.Look<Customer> byName(List<String> prefixes, String after, int limit) {
        return store.search(prefixes, after, limit);
    }
}
