package wallethub.idp;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import wallethub.access.SecretKeys.Sealed;

/**
 * The issuer's two cookies: how far a login has come, for minutes, and that somebody logged in from this browser before, for
 * months, which opens nothing and only keeps him apart from strangers who try his name.
 */
@Component
@WhileIssuing
class Cookies {

    private static final String FLOW = "__Host-hub-login";
    private static final String KNOWN = "__Host-hub-known";
    private static final Duration KNOWN_LIFE = Duration.ofDays(90);
    private static final int NONCE_CHARACTERS = 43;

    private final IdpSecrets secrets;
    private final Clock clock;

    Cookies(IdpSecrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A flow at its beginning, with the client's request. */
    Flow begin(String query) {
        return new Flow(clock.instant().plus(Logins.LIFE), secrets.token(), "", query);
    }

    /** The same flow after the password, under another nonce. */
    Flow confirmed(Flow flow, String token) {
        return new Flow(clock.instant().plus(Logins.LIFE), secrets.token(), token, flow.query());
    }

    Optional<Flow> flow(HttpServletRequest request) {
        return value(request, FLOW)
                .flatMap(this::opened)
                .filter(flow -> clock.instant().isBefore(flow.expiresAt()));
    }

    private Optional<Flow> opened(String value) {
        int dot = value.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(value.substring(dot + 1));
            return secrets.opened("flow", new Sealed(value.substring(0, dot), sealed))
                    .flatMap(plain -> Flow.of(new String(plain, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void put(HttpServletResponse response, Flow flow) {
        Sealed sealed = secrets.seal("flow", flow.text().getBytes(StandardCharsets.UTF_8));
        String value =
                sealed.kid() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.bytes());
        set(response, FLOW, value, Logins.LIFE);
    }

    void end(HttpServletResponse response) {
        set(response, FLOW, "", Duration.ZERO);
    }

    /** What the forms of a flow carry. */
    String csrf(Flow flow) {
        return secrets.keyed("csrf", flow.nonce());
    }

    boolean isOf(Flow flow, String csrf) {
        return MessageDigest.isEqual(
                csrf(flow).getBytes(StandardCharsets.US_ASCII), csrf.getBytes(StandardCharsets.UTF_8));
    }

    void remember(HttpServletResponse response, String userName) {
        String nonce = secrets.token();
        set(response, KNOWN, nonce + "." + secrets.keyed("known", userName, nonce), KNOWN_LIFE);
    }

    /** Whom a try with that name counts for: this browser when he logged in from it before, else the name. */
    String subject(HttpServletRequest request, String userName) {
        return value(request, KNOWN)
                .filter(value -> value.length() > NONCE_CHARACTERS && value.charAt(NONCE_CHARACTERS) == '.')
                .filter(value -> MessageDigest.isEqual(
                        value.substring(NONCE_CHARACTERS + 1).getBytes(StandardCharsets.UTF_8),
                        secrets.keyed("known", userName, value.substring(0, NONCE_CHARACTERS))
                                .getBytes(StandardCharsets.US_ASCII)))
                .map(value -> secrets.keyed("limit-browser", value))
                .orElseGet(() -> secrets.keyed("limit-name", userName));
    }

    String network(String network) {
        return secrets.keyed("limit-network", network);
    }

    private static Optional<String> value(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    private static void set(HttpServletResponse response, String name, String value, Duration life) {
        response.addHeader(
                "Set-Cookie",
                ResponseCookie.from(name, value)
                        .path("/")
                        .secure(true)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
