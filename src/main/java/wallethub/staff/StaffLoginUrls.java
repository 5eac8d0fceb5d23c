package wallethub.staff;

import java.net.URI;

/** The addresses of the staff's login, below where browsers and issuers reach the hub. */
public final class StaffLoginUrls {

    private static final String CALLBACK = "/api/staff/v1/auth/callback";
    static final String BACK_CHANNEL_LOGOUT = "/oidc/backchannel-logout";

    private StaffLoginUrls() {}

    /** Where the issuer sends the browser back to. */
    public static URI callback(URI hub) {
        return below(hub, CALLBACK);
    }

    /** Where the issuer says that a session of its own has ended. */
    public static URI backChannelLogout(URI hub) {
        return below(hub, BACK_CHANNEL_LOGOUT);
    }

    private static URI below(URI hub, String path) {
        String base = hub.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
