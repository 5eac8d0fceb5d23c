package wallethub.books;

import java.util.Arrays;
import java.util.Locale;

/** What is read from the ERP again and again, each with a position of its own. */
public enum ErpFeed {
    /** Posted lines on the wallet liability account. */
    ENTRIES("erp.booked-entry"),
    INVOICES("erp.invoice");

    private final String mapping;

    ErpFeed(String mapping) {
        this.mapping = mapping;
    }

    /** As routes, tables and metrics say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mapping() {
        return mapping;
    }

    /** @throws IllegalArgumentException when no feed is called so */
    public static ErpFeed of(String word) {
        return Arrays.stream(values())
                .filter(feed -> feed.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no feed " + word));
    }
}
