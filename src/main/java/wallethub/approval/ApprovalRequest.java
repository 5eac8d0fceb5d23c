package wallethub.approval;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
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
     * The part that the hash binds: none of it changes between the request and the decision.
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
            StaffId maker) {

        /** SHA-256 over all of it in the canonical form of RFC 8785, in hexadecimal digits. */
        String hash() {
            Map<String, Object> bound = new LinkedHashMap<>();
            bound.put("kind", kind);
            bound.put("object", object);
            bound.put("payload", payload);
            bound.put("state", stateBefore);
            bound.put("reason", reason);
            bound.put("maker", maker.text());
            if (amount != null) {
                bound.put("amount", amount);
            }
            return HexFormat.of().formatHex(CanonicalJson.hash(CanonicalJson.text(bound)));
        }
    }

    /** @param checker null where nobody decided: withdrawn, expired */
    record Decision(
            @Nullable StaffId checker, Instant at, @Nullable String reason, Map<String, String> result) {}

    /** Whether what is stored is still what was asked for. */
    boolean isAsItWasAskedFor() {
        return hash.equals(wish.hash());
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
