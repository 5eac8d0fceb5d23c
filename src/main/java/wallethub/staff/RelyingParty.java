package wallethub.staff;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * The hub as a client of the issuer.
 *
 * @param issuer exactly as its documents and tokens name it
 * @param reachedAt where this process reaches what begins with the issuer's name; usually the same
 * @param hub where browsers reach the hub
 * @param personClaim says whose account it is; empty: nobody knows more than the subject
 * @param breakGlass whether it is the embedded issuer beside an outside one: its few accounts of that group and nobody else
 */
record RelyingParty(
        String issuer,
        String reachedAt,
        String clientId,
        String clientSecret,
        URI hub,
        List<String> scopes,
        String groupsClaim,
        String personClaim,
        Map<String, String> rolesByGroup,
        List<String> requiredAcr,
        List<String> requiredAmr,
        boolean breakGlass) {

    String redirectUri() {
        return StaffLoginUrls.callback(hub).toString();
    }

    /** The same place as this process reaches it. */
    String reached(String url) {
        return url.startsWith(issuer) ? reachedAt + url.substring(issuer.length()) : url;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "RelyingParty[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
