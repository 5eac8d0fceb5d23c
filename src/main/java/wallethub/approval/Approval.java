package wallethub.approval;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.money.Money;

/**
 * Something that waits for a second person, or did, as the staff's API shows it.
 *
 * @param version its entity tag, without the quotes
 * @param payload what exactly is asked for; its shape is the kind's own
 */
public record Approval(
        ApprovalId id,
        String kind,
        String object,
        @Nullable Money amount,
        String state,
        int version,
        String reason,
        StaffId maker,
        Instant madeAt,
        Instant expiresAt,
        @Nullable StaffId checker,
        @Nullable Instant decidedAt,
        @Nullable String decisionReason,
        @Nullable Map<String, String> result,
        JsonNode payload) {}
