package wallethub.books;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;

/**
 * A transfer that the ERP will not have.
 *
 * @param deliveryId the delivery in lane {@code erp} that was refused
 * @param code the ERP's code, or the one that a person discarded it with
 * @param message what the ERP said, when it said something
 */
record RefusedTransfer(
        TransferId transferId,
        long deliveryId,
        String code,
        @Nullable String message,
        Instant settledAt) {

    /** As a letter has it. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("transferId", transferId.text());
        document.put("deliveryId", deliveryId);
        document.put("code", code);
        if (message != null) {
            document.put("message", message);
        }
        document.put("settledAt", settledAt.toString());
        return document;
    }
}
