package wallethub.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import wallethub.id.SessionId;

/**
 * Access tokens as the login makes them, of sessions that nobody began: for tests that are not about the login, or that
 * have more customers than could all be sent a code.
 */
public final class Tokens {

    private static final Duration LIFE = Duration.ofMinutes(9);

    private final ECKey key;

    /** @param key one that the hub verifies with, of the same kid */
    public Tokens(ECKey key) {
        this.key = key;
    }

    /** Good for nine minutes from now. */
    public String of(String customer) {
        return issued(customer, Instant.now());
    }

    /** Good until a minute ago, which is longer than clocks may differ. */
    public String expired(String customer) {
        return issued(customer, Instant.now().minus(LIFE).minus(Duration.ofMinutes(1)));
    }

    private String issued(String customer, Instant at) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer("wallet-hub")
                        .audience("wallet-hub/customer")
                        .subject(customer)
                        .claim("sid", SessionId.next().text())
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(at))
                        .expirationTime(Date.from(at.plus(LIFE)))
                        .build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("ES256 is part of every Java", e);
        }
        return token.serialize();
    }
}
