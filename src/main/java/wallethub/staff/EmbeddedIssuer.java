package wallethub.staff;

import java.net.URI;
import java.util.Map;

/**
 * An issuer inside the hub, for installations without one of their own. Beside an outside one it is there only where the glass
 * may be broken, for the group {@link #BREAK_GLASS} alone.
 *
 * <p>It is an OpenID provider like any other: its discovery document is at {@code issuer +
 * "/.well-known/openid-configuration"}, and it believes {@link #clientId} with {@link #clientSecret} by {@code
 * client_secret_basic}. It sends browsers back to {@link StaffLoginUrls#callback}, and tells ended sessions to
 * {@link StaffLoginUrls#backChannelLogout}.
 */
public interface EmbeddedIssuer {

    /** Those who may log in here although an outside issuer is set; it gives no role. */
    String BREAK_GLASS = "break-glass";

    /** Of its ID tokens: whose account it is, the same when the account was renewed. */
    String PERSON_CLAIM = "person";

    /** As its documents and tokens name it, and as browsers reach it; without a slash at the end. */
    String issuer();

    /** Where this process reaches the same, such as {@code http://127.0.0.1:8080/idp}. */
    URI reachedAt();

    String clientId();

    /** Never logged. */
    String clientSecret();

    /** Roles of the hub by what it says in the claim {@code groups}. */
    Map<String, String> rolesByGroup();
}
