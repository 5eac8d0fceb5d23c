package wallethub.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import wallethub.id.SessionId;

/** Access tokens as the login makes them, by a key of the bench: so many customers cannot all be sent a code. */
final class Tokens {

    private static final String KID = "bench";
    private static final Duration LIFE = Duration.ofMinutes(9);

    private final ECKey key;

    Tokens() {
        try {
            key = new ECKeyGenerator(Curve.P_256).keyID(KID).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String kid() {
        return KID;
    }

    /** For the hub's settings. */
    String signingKey() {
        return key.toJSONString();
    }

    String of(String customer) {
        Instant now = Instant.now();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(KID)
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer("wallet-hub")
                        .audience("wallet-hub/customer")
                        .subject(customer)
                        .claim("sid", SessionId.next().text())
                        .jwtID(UUID.randomUUID().toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFE)))
                        .build());
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
