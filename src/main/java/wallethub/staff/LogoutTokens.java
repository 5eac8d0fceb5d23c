package wallethub.staff;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.SessionTokens;

/** Log-out tokens as OpenID Connect Back-Channel Logout 1.0, 2.6 says they are to be believed. */
@Component
class LogoutTokens {

    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    // Older issuers call it a plain JWT; an ID token it is not, having the event and no nonce.
    private static final Set<String> TYPES = Set.of("", "jwt", "logout+jwt");
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final int LONGEST = 255;

    private final IssuerSignatures signatures;
    private final Clock clock;

    LogoutTokens(IssuerSignatures signatures, Clock clock) {
        this.signatures = signatures;
        this.clock = clock;
    }

    /**
     * What ends: the issuer's session {@code sid}, or all of {@code subject}.
     *
     * @param forgottenAt after it the token is refused for its age, and need not be remembered
     */
    record LoggedOut(
            String issuer,
            @Nullable String subject,
            @Nullable String sid,
            String jti,
            Instant forgottenAt) {}

    LoggedOut read(RelyingParty party, String token) throws IssuerException {
        JWTClaimsSet claims = signatures.verified(party, token, TYPES);
        try {
            demand(party.issuer().equals(claims.getIssuer()), "iss");
            demand(claims.getAudience().size() == 1 && claims.getAudience().contains(party.clientId()), "aud");
            Instant issuedAt = timely(claims);
            demand(
                    claims.getClaim("events") instanceof Map<?, ?> events && events.get(EVENT) instanceof Map<?, ?>,
                    "events");
            demand(!claims.getClaims().containsKey("nonce"), "nonce");
            String jti = claims.getJWTID();
            if (jti == null || jti.isBlank() || jti.length() > LONGEST) {
                throw IssuerException.refused("jti");
            }
            String sid = claims.getStringClaim("sid");
            String subject = claims.getSubject();
            demand(fits(sid) && fits(subject) && (sid != null || subject != null), "sid-or-sub");
            return new LoggedOut(
                    party.issuer(), subject, sid, jti, issuedAt.plus(OLDEST).plus(SessionTokens.SKEW));
        } catch (ParseException e) {
            throw IssuerException.refused("claim-form");
        }
    }

    private Instant timely(JWTClaimsSet claims) throws IssuerException {
        Instant now = clock.instant();
        Date issuedAt = claims.getIssueTime();
        if (issuedAt == null
                || issuedAt.toInstant().isAfter(now.plus(SessionTokens.SKEW))
                || !issuedAt.toInstant().isAfter(now.minus(OLDEST))) {
            throw IssuerException.refused("iat");
        }
        Date expiresAt = claims.getExpirationTime();
        demand(
                expiresAt == null
                        || expiresAt.toInstant().plus(SessionTokens.SKEW).isAfter(now),
                "exp");
        return issuedAt.toInstant();
    }

    private static boolean fits(@Nullable String text) {
        return text == null || IdTokens.isPlain(text);
    }

    private static void demand(boolean rule, String reason) throws IssuerException {
        if (!rule) {
            throw IssuerException.refused(reason);
        }
    }
}
