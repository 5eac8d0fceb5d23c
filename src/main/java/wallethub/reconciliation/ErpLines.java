package wallethub.reconciliation;

import org.jspecify.annotations.Nullable;

/** What the ERP has posted on the wallet liability account, page by page. */
public interface ErpLines {

    /**
     * Every line, in the order of their ids.
     *
     * @param after where the page begins; null for the first
     * @param limit 1 to 1000
     * @return the connector's answer, as it came
     * @throws ErpUnreadableException when the ERP did not answer with a page
     */
    byte[] page(@Nullable String after, int limit);

    /** The connector that reads it. */
    String system();
}
