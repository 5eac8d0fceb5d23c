package wallethub.lane;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that will not work as it is, with all that is needed to bring it back to life.
 *
 * @param body the document as it was enqueued; null when it carried a secret
 * @param document the mapped bytes, when it came that far
 * @param reasonClass what killed it: fatal, retry (attempts exhausted) or unknown
 * @param unknown whether its last attempt may have happened
 * @param state open, replaying, healed or discarded
 */
public record DeadLetter(
        long id,
        String lane,
        long deliveryId,
        String key,
        String kind,
        String idem,
        byte @Nullable [] body,
        @Nullable String headers,
        byte @Nullable [] document,
        @Nullable String mapping,
        @Nullable Integer mappingVersion,
        String reasonClass,
        boolean unknown,
        String code,
        @Nullable String message,
        @Nullable String stack,
        @Nullable String correlationId,
        @Nullable String traceparent,
        String owner,
        String runbook,
        String state,
        @Nullable String assignee,
        Instant at) {}
