package wallethub.staff;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether the issuer signed a token: with one of its published keys, and with an algorithm of our list. */
@Component
class IssuerSignatures {

    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.EdDSA);
    // Everything else in a header is either a way to choose the key or a way to change the meaning.
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final int LONGEST = 16_384;
    private static final int SHORTEST_RSA = 2_048;

    private final IssuerDocuments documents;

    IssuerSignatures(IssuerDocuments documents) {
        this.documents = documents;
    }

    /**
     * The claims of a token that the issuer signed; nothing of them is checked.
     *
     * @param types that its header may say, in small letters; the empty one stands for none
     */
    JWTClaimsSet verified(RelyingParty party, String token, Set<String> types) throws IssuerException {
        if (token.length() > LONGEST) {
            throw IssuerException.refused("token-long");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            String type =
                    header.getType() == null ? "" : header.getType().getType().toLowerCase(Locale.ROOT);
            if (!ALGORITHMS.contains(header.getAlgorithm())
                    || !HEADER.containsAll(header.toJSONObject().keySet())
                    || !types.contains(type)) {
                throw IssuerException.refused("token-header");
            }
            List<JWK> keys = documents.keys(party, header.getKeyID());
            // Without a name there must be no choice.
            if (keys.size() != 1 || !isSigned(jwt, keys.getFirst())) {
                throw IssuerException.refused("token-signature");
            }
            return jwt.getJWTClaimsSet();
        } catch (ParseException | JOSEException | GeneralSecurityException | IllegalArgumentException e) {
            throw IssuerException.refused("token-form");
        }
    }

    private static boolean isSigned(SignedJWT jwt, JWK key) throws JOSEException, GeneralSecurityException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        boolean meant = (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
        return meant
                && switch (key) {
                    case ECKey ec ->
                        JWSAlgorithm.ES256.equals(algorithm)
                                && Curve.P_256.equals(ec.getCurve())
                                && jwt.verify(new ECDSAVerifier(ec.toPublicJWK()));
                    case RSAKey rsa ->
                        (JWSAlgorithm.RS256.equals(algorithm) || JWSAlgorithm.PS256.equals(algorithm))
                                && rsa.size() >= SHORTEST_RSA
                                && jwt.verify(new RSASSAVerifier(rsa.toPublicJWK()));
                    case OctetKeyPair pair -> JWSAlgorithm.EdDSA.equals(algorithm) && isSigned(jwt, pair);
                    default -> false;
                };
    }

    /** By the JDK: the library would need another one for it. */
    private static boolean isSigned(SignedJWT jwt, OctetKeyPair pair) throws GeneralSecurityException {
        byte[] point = pair.getX().decode();
        if (!Curve.Ed25519.equals(pair.getCurve()) || point.length != 32) {
            return false;
        }
        boolean odd = (point[31] & 0x80) != 0;
        point[31] &= 0x7f;
        byte[] bigEndian = new byte[point.length];
        for (int i = 0; i < point.length; i++) {
            bigEndian[i] = point[point.length - 1 - i];
        }
        PublicKey key = KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(jwt.getSigningInput());
        return signature.verify(jwt.getSignature().decode());
    }
}
