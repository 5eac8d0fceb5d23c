package wallethub.approval;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.KeyedHash;
import wallethub.money.Money;
import wallethub.operation.CanonicalJson;

/**
 * Binds a request to what was asked for: by whom, when, until when, under which id. Keyed, so that whoever may write to the
 * database cannot make another request of it, and none without being asked.
 */
@Component
class ApprovalSeal {

    private static final String USE = "approval";

    private final KeyedHash hashes;

    ApprovalSeal(KeyedHash hashes) {
        this.hashes = hashes;
    }

    ApprovalRequest sealed(ApprovalRequest request) {
        return request.with(of(request));
    }

    /** Whether what is stored is still what was asked for. */
    boolean holds(ApprovalRequest request) {
        return request.hash().equals(of(request));
    }

    /** Over the canonical form of RFC 8785, in hexadecimal digits. */
    private String of(ApprovalRequest request) {
        ApprovalRequest.Wish wish = request.wish();
        Map<String, Object> bound = new LinkedHashMap<>();
        bound.put("id", request.id().text());
        bound.put("madeAt", request.madeAt().toString());
        bound.put("expiresAt", request.expiresAt().toString());
        bound.put("kind", wish.kind());
        bound.put("object", wish.object());
        bound.put("payload", wish.payload());
        bound.put("state", wish.stateBefore());
        bound.put("reason", wish.reason());
        bound.put("maker", wish.maker().text());
        Money amount = wish.amount();
        if (amount != null) {
            bound.put("amount", amount);
        }
        return hashes.whole(USE, CanonicalJson.text(bound));
    }
}
