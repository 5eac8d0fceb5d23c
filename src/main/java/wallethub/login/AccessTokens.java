package wallethub.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The customers' access tokens: JWTs signed with ES256, read by an allow-list (RFC 9068, RFC 8725).
 *
 * <p>A token that was verified once is known by its hash until it expires, so that a request costs a hash and two look-ups
 * in memory; that its session has ended is asked anew each time.
 */
@Component
class AccessTokens implements BearerTokens {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    // Everything else in a header is either a way to choose the key or a way to change the meaning.
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Set<String> CLAIMS = Set.of("iss", "aud", "sub", "sid", "jti", "exp", "iat");
    private static final int LONGEST = 2_048;
    private static final int CACHED_MAX = 50_000;
    /** How far the clocks of two instances may be apart. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private final LoginSettings settings;
    private final SigningKeys keys;
    private final EndedSessions ended;
    private final Clock clock;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .expireAfterWrite(Duration.ofMinutes(11))
            .build();

    AccessTokens(LoginSettings settings, SigningKeys keys, EndedSessions ended, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.ended = ended;
        this.clock = clock;
    }

    /** What a token says, once it is believed. */
    private record Verified(CustomerId customer, String session, Instant expiresAt) {}

    String sign(CustomerId customer, SessionId session, Instant now, Instant expiresAt) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(keys.kid())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .audience(settings.audience())
                .subject(customer.text())
                .claim("sid", session.text())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(keys.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("an access token was not signed", e);
        }
        return token.serialize();
    }

    @Override
    public String paths() {
        return "/api/customer/";
    }

    @Override
    public Caller resolve(String token, String address) {
        if (token.length() > LONGEST) {
            throw invalid();
        }
        ByteBuffer hash = ByteBuffer.wrap(TokenHash.of(token));
        Verified known = verified.getIfPresent(hash);
        if (known == null) {
            known = read(token).orElseThrow(AccessTokens::invalid);
            verified.put(hash, known);
        }
        if (!clock.instant().isBefore(known.expiresAt().plus(SKEW))) {
            throw new ProblemException(ErrorCode.TOKEN_EXPIRED, "the access token has expired");
        }
        if (ended.contains(known.session())) {
            throw invalid();
        }
        return Caller.customer(known.customer(), known.session(), CustomerPermission.ALL, address);
    }

    private static ProblemException invalid() {
        return new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
    }

    /** Empty for everything that is not exactly what {@link #sign} makes, an expired one excepted. */
    private Optional<Verified> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return isSigned(jwt) ? claims(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // Whatever it is, it is no token of ours.
            return Optional.empty();
        }
    }

    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        Optional<JWSVerifier> verifier = keys.verifier(header.getKeyID());
        return JWSAlgorithm.ES256.equals(header.getAlgorithm())
                && TYPE.equals(header.getType())
                && HEADER.containsAll(header.toJSONObject().keySet())
                && verifier.isPresent()
                && jwt.verify(verifier.get());
    }

    private Optional<Verified> claims(JWTClaimsSet claims) throws ParseException {
        Date issuedAt = claims.getIssueTime();
        Date expiresAt = claims.getExpirationTime();
        String session = claims.getStringClaim("sid");
        boolean whole = claims.getClaims().keySet().equals(CLAIMS)
                && settings.issuer().equals(claims.getIssuer())
                && List.of(settings.audience()).equals(claims.getAudience())
                && issuedAt != null
                && expiresAt != null
                && session != null
                && SessionId.isValid(session)
                && claims.getSubject() != null
                && CustomerId.isValid(claims.getSubject());
        if (!whole || issuedAt == null || expiresAt == null || session == null || claims.getSubject() == null) {
            return Optional.empty();
        }
        boolean timely = !issuedAt.toInstant().isAfter(clock.instant().plus(SKEW))
                && !Duration.between(issuedAt.toInstant(), expiresAt.toInstant())
                        .minus(settings.accessLife())
                        .isPositive();
        return timely
                ? Optional.of(new Verified(new CustomerId(claims.getSubject()), session, expiresAt.toInstant()))
                : Optional.empty();
    }
}
