package wallethub.reporting;

import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;

/**
 * What stands behind one transaction in the books of the packages that made it.
 *
 * @param account the other side of it in the hub's own books
 * @param businessKey what made it happen once, for ever
 * @param approval what two people decided; null when nobody had to
 * @param refunded the payment that it makes good
 * @param other the other side of a merge
 * @param reversed what it is the opposite of
 * @param matter the invoice, order or hold that it, or what it undoes, was made for
 */
record TransactionSource(
        WalletId wallet,
        CustomerId customer,
        String account,
        String businessKey,
        @Nullable String approval,
        @Nullable TransferId refunded,
        @Nullable TransferId other,
        @Nullable TransferId reversed,
        @Nullable Matter matter) {

    /**
     * What money was moved for.
     *
     * @param type {@code invoice}, {@code order} or {@code hold}
     * @param rule why exactly, such as {@code invoice_automatic}
     * @param reference what people call it by; null where it has no other name than its id
     */
    record Matter(
            String type, String id, String rule, @Nullable String reference) {}
}
