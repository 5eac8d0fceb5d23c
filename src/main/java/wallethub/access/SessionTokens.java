package wallethub.access;

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
import java.util.function.Predicate;
import wallethub.id.SessionId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The access tokens of one audience: JWTs signed with ES256, read by an allow-list (RFC 9068, RFC 8725).
 *
 * <p>A token that was verified once is known by its hash until it expires, so that a request costs a hash and two look-ups
 * in memory; that its session has ended is asked anew each time.
 */
public final class SessionTokens {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    // Everything else in a header is either a way to choose the key or a way to change the meaning.
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Set<String> CLAIMS = Set.of("iss", "aud", "sub", "sid", "jti", "exp", "iat");
    private static final int LONGEST = 2_048;
    private static final int CACHED_MAX = 50_000;
    /** How far the clocks of two instances may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(30);

    private final Rules rules;
    private final SigningKeys keys;
    private final SessionWatch ended;
    private final Clock clock;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .expireAfterWrite(Duration.ofMinutes(11))
            .build();

    public SessionTokens(Rules rules, SigningKeys keys, SessionWatch ended, Clock clock) {
        this.rules = rules;
        this.keys = keys;
        this.ended = ended;
        this.clock = clock;
    }

    /**
     * What every token of the audience has.
     *
     * @param life of a token at most
     * @param subject whether a text is the id of somebody who could hold one
     */
    public record Rules(String issuer, String audience, Duration life, Predicate<String> subject) {}

    /** Who a good token stands for. */
    public record Holder(String subject, String session) {}

    /** What a token says, once it is believed. */
    private record Verified(Holder holder, Instant expiresAt) {}

    public String sign(String subject, SessionId session, Instant now, Instant expiresAt) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(keys.kid())
                .build();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(rules.issuer())
                .audience(rules.audience())
                .subject(subject)
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

    /**
     * @param token as it came, in any form at all
     * @throws ProblemException AUTH_REQUIRED or TOKEN_EXPIRED when it does not stand for anyone now
     */
    public Holder resolve(String token) {
        if (token.length() > LONGEST) {
            throw invalid();
        }
        ByteBuffer hash = ByteBuffer.wrap(TokenHash.of(token));
        Verified known = verified.getIfPresent(hash);
        if (known == null) {
            known = read(token).orElseThrow(SessionTokens::invalid);
            verified.put(hash, known);
        }
        if (!clock.instant().isBefore(known.expiresAt().plus(SKEW))) {
            throw new ProblemException(ErrorCode.TOKEN_EXPIRED, "the access token has expired");
        }
        if (ended.contains(known.holder().session())) {
            throw invalid();
        }
        return known.holder();
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
                && rules.issuer().equals(claims.getIssuer())
                && List.of(rules.audience()).equals(claims.getAudience())
                && issuedAt != null
                && expiresAt != null
                && session != null
                && SessionId.isValid(session)
                && claims.getSubject() != null
                && rules.subject().test(claims.getSubject());
        if (!whole || issuedAt == null || expiresAt == null || session == null || claims.getSubject() == null) {
            return Optional.empty();
        }
        boolean timely = !issuedAt.toInstant().isAfter(clock.instant().plus(SKEW))
                && !Duration.between(issuedAt.toInstant(), expiresAt.toInstant())
                        .minus(rules.life())
                        .isPositive();
        return timely
                ? Optional.of(new Verified(new Holder(claims.getSubject(), session), expiresAt.toInstant()))
                : Optional.empty();
    }
}
