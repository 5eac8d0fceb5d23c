package wallethub.approval;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import wallethub.id.ApprovalId;
import wallethub.id.StaffId;
import wallethub.money.Money;
import wallethub.operation.CanonicalJson;

/**
 * What somebody asked for, and what was decided.
 *
 * @param hash that of {@link ApprovalSeal}
 * @param alone whether nothing else of its kind may wait on its object
 */
record ApprovalRequest(
        ApprovalId id,
        Wish wish,
        String hash,
        boolean alone,
        Instant madeAt,
        Instant expiresAt,
        ApprovalState state,
        int version,
        @Nullable Decision decision) {

    /**
     * What is asked for: none of it changes between the request and the decision.
     *
     * @param payload canonical JSON
     * @param stateBefore the fingerprint of what it depends on, when it was asked for
     */
    record Wish(
            String kind,
            String object,
            @Nullable Money amount,
            String payload,
            String stateBefore,
            String reason,
            StaffId maker) {}

    /** @param checker null where nobody decided: withdrawn, expired */
    record Decision(
            @Nullable StaffId checker, Instant at, @Nullable String reason, Map<String, String> result) {}

    ApprovalRequest with(String seal) {
        return new ApprovalRequest(id, wish, seal, alone, madeAt, expiresAt, state, version, decision);
    }

    /** What nobody decided in time is expired from that moment on, whether or not the schedule has been by. */
    ApprovalState stateAt(Instant now) {
        return state == ApprovalState.PENDING && !now.isBefore(expiresAt) ? ApprovalState.EXPIRED : state;
    }

    String tag() {
        return Integer.toString(version);
    }

    Approval shown(Instant now) {
        return new Approval(
                id,
                wish.kind(),
                wish.object(),
                wish.amount(),
                stateAt(now).wire(),
                version,
                wish.reason(),
                wish.maker(),
                madeAt,
                expiresAt,
                decision == null ? null : decision.checker(),
                decision == null ? null : decision.at(),
                decision == null ? null : decision.reason(),
                decision == null || state != ApprovalState.APPROVED ? null : new TreeMap<>(decision.result()),
                CanonicalJson.tree(wish.payload()));
    }
}
