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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The access tokens of one audience: JWTs signed with ES256, read by an allow-list (RFC 9068, RFC 8725).
 *
 * <p>A token that was verified once is known by its hash until it expires, so that a request costs a hash and two look-ups
 * in memory; whether it still stands for anybody is for others to ask, each time anew.
 *
 * @param <T> what a token says
 */
public final class SignedTokens<T> {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    // Everything else in a header is either a way to choose the key or a way to change the meaning.
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Set<String> ALWAYS = Set.of("iss", "aud", "jti", "exp", "iat");
    private static final int LONGEST = 2_048;
    private static final int CACHED_MAX = 50_000;
    /** How far the clocks of two instances may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(30);

    private final Rules<T> rules;
    private final SigningKeys keys;
    private final Clock clock;
    private final Cache<ByteBuffer, Verified<T>> verified = Caffeine.newBuilder()
            .maximumSize(CACHED_MAX)
            .expireAfterWrite(Duration.ofMinutes(11))
            .build();

    public SignedTokens(Rules<T> rules, SigningKeys keys, Clock clock) {
        this.rules = rules;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What every token of the audience has.
     *
     * @param life of a token at most
     * @param claims the names of those it has beside issuer, audience, id and times; all of them, all texts
     * @param read what these say; empty for what no token of ours says
     */
    public record Rules<T>(
            String issuer,
            String audience,
            Duration life,
            Set<String> claims,
            Function<Map<String, String>, Optional<T>> read) {

        public Rules {
            claims = Set.copyOf(claims);
        }
    }

    /** What a token says, once it is believed. */
    private record Verified<T>(T content, Instant expiresAt) {}

    /** @param claims by the names of the rules, all of them */
    public String sign(Map<String, String> claims, Instant now, Instant expiresAt) {
        if (!claims.keySet().equals(rules.claims())) {
            throw new IllegalStateException("a token of " + rules.audience() + " has the claims " + rules.claims());
        }
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(keys.kid())
                .build();
        JWTClaimsSet.Builder body = new JWTClaimsSet.Builder()
                .issuer(rules.issuer())
                .audience(rules.audience())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt));
        claims.forEach(body::claim);
        SignedJWT token = new SignedJWT(header, body.build());
        try {
            token.sign(keys.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("an access token was not signed", e);
        }
        return token.serialize();
    }

    /**
     * @param token as it came, in any form at all
     * @throws ProblemException AUTH_REQUIRED or TOKEN_EXPIRED when it does not say anything now
     */
    public T resolve(String token) {
        if (token.length() > LONGEST) {
            throw invalid();
        }
        ByteBuffer hash = ByteBuffer.wrap(TokenHash.of(token));
        Verified<T> known = verified.getIfPresent(hash);
        if (known == null) {
            known = read(token).orElseThrow(SignedTokens::invalid);
            verified.put(hash, known);
        }
        if (!clock.instant().isBefore(known.expiresAt().plus(SKEW))) {
            throw new ProblemException(ErrorCode.TOKEN_EXPIRED, "the access token has expired");
        }
        return known.content();
    }

    /** One answer for all reasons. */
    public static ProblemException invalid() {
        return new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
    }

    /** Empty for everything that is not exactly what {@link #sign} makes, an expired one excepted. */
    private Optional<Verified<T>> read(String token) {
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

    private Optional<Verified<T>> claims(JWTClaimsSet claims) throws ParseException {
        Date issuedAt = claims.getIssueTime();
        Date expiresAt = claims.getExpirationTime();
        Set<String> names = new HashSet<>(ALWAYS);
        names.addAll(rules.claims());
        boolean whole = claims.getClaims().keySet().equals(names)
                && rules.issuer().equals(claims.getIssuer())
                && List.of(rules.audience()).equals(claims.getAudience());
        if (!whole || issuedAt == null || expiresAt == null || !isTimely(issuedAt.toInstant(), expiresAt.toInstant())) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        for (String name : rules.claims()) {
            String text = claims.getStringClaim(name);
            if (text == null) {
                return Optional.empty();
            }
            texts.put(name, text);
        }
        return rules.read().apply(texts).map(content -> new Verified<>(content, expiresAt.toInstant()));
    }

    private boolean isTimely(Instant issuedAt, Instant expiresAt) {
        return !issuedAt.isAfter(clock.instant().plus(SKEW))
                && !Duration.between(issuedAt, expiresAt).minus(rules.life()).isPositive();
    }
}
