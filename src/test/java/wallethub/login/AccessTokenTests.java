package wallethub.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.SessionId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.LoginKeys;

/** Tokens that are nearly right. Each differs from a good one in one thing, and the good one is taken. */
class AccessTokenTests {

    private static final String MOBILE = "+96550000001";
    private static LoginFixture login;
    private static Grant grant;

    @BeforeAll
    static void logIn() {
        login = new LoginFixture();
        login.customer(MOBILE);
        grant = login.login(MOBILE);
    }

    @AfterAll
    static void close() {
        login.close();
    }

    record Attack(String name, String token) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Caller resolve(String token) {
        return login.bean(BearerTokens.class).resolve(token, "10.0.0.1");
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(LoginKeys.KID);
    }

    private static JWTClaimsSet.Builder claims() {
        Caller caller = resolve(grant.accessToken());
        return new JWTClaimsSet.Builder()
                .issuer("wallet-hub")
                .audience("wallet-hub/customer")
                .subject(String.valueOf(caller.customer()))
                .claim("sid", caller.session())
                .jwtID("one")
                .issueTime(Date.from(LoginFixture.NOW))
                .expirationTime(Date.from(LoginFixture.NOW.plusSeconds(600)));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, ECKey key) {
        try {
            return signed(header, claims, new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String with(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(header().build(), change.apply(claims()).build(), LoginKeys.SIGNING_KEY);
    }

    private static String withHeader(UnaryOperator<JWSHeader.Builder> change) {
        return signed(change.apply(header()).build(), claims().build(), LoginKeys.SIGNING_KEY);
    }

    /** Header and claims as they are given, with whatever stands for a signature. */
    private static String raw(Map<String, Object> header, String signature) {
        return Base64URL.encode(new com.nimbusds.jose.shaded.gson.Gson().toJson(header)) + "."
                + Base64URL.encode(claims().build().toString()) + "." + signature;
    }

    static List<Attack> attacks() throws JOSEException {
        ECKey own = LoginKeys.signingKey(LoginKeys.KID);
        String good = grant.accessToken();
        String[] parts = good.split("\\.", -1);
        List<Attack> attacks = new ArrayList<>();
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            Map<String, Object> header =
                    new LinkedHashMap<>(Map.of("alg", none, "typ", "at+jwt", "kid", LoginKeys.KID));
            attacks.add(new Attack("alg " + none + " unsigned", raw(header, "")));
            attacks.add(new Attack("alg " + none + " with a signature", raw(header, parts[2])));
        }
        JWSHeader hs = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(LoginKeys.KID)
                .build();
        byte[] publicKey = LoginKeys.SIGNING_KEY.toECPublicKey().getEncoded();
        attacks.add(new Attack("HS256 with the public key", signed(hs, claims().build(), new MACSigner(publicKey))));
        attacks.add(new Attack(
                "HS256 with the public JWK",
                signed(
                        hs,
                        claims().build(),
                        new MACSigner(LoginKeys.SIGNING_KEY
                                .toPublicJWK()
                                .toJSONString()
                                .getBytes(StandardCharsets.UTF_8)))));
        attacks.add(new Attack("another key under our kid", signed(header().build(), claims().build(), own)));
        attacks.add(new Attack(
                "a key of its own in the header",
                signed(header().jwk(own.toPublicJWK()).build(), claims().build(), own)));
        attacks.add(
                new Attack("our own key in the header", withHeader(h -> h.jwk(LoginKeys.SIGNING_KEY.toPublicJWK()))));
        attacks.add(new Attack("jku", withHeader(h -> h.jwkURL(URI.create("https://evil.example/keys")))));
        attacks.add(new Attack("x5u", withHeader(h -> h.x509CertURL(URI.create("https://evil.example/cert")))));
        attacks.add(new Attack("crit", withHeader(h -> h.criticalParams(java.util.Set.of("exp")))));
        attacks.add(new Attack("a header of its own", withHeader(h -> h.customParam("extra", "x"))));
        attacks.add(new Attack("unknown kid", withHeader(h -> h.keyID("t2"))));
        attacks.add(new Attack("no kid", withHeader(h -> h.keyID(null))));
        attacks.add(new Attack("a kid that is a path", withHeader(h -> h.keyID("../../dev/null"))));
        attacks.add(new Attack("typ JWT", withHeader(h -> h.type(JOSEObjectType.JWT))));
        attacks.add(new Attack("no typ", withHeader(h -> h.type(null))));
        attacks.add(new Attack("wrong audience", with(c -> c.audience("wallet-hub/staff"))));
        attacks.add(new Attack("two audiences", with(c -> c.audience(List.of("wallet-hub/customer", "other")))));
        attacks.add(new Attack("no audience", with(c -> c.audience((String) null))));
        attacks.add(new Attack("wrong issuer", with(c -> c.issuer("wallet-hub.evil"))));
        attacks.add(new Attack("no issuer", with(c -> c.issuer(null))));
        attacks.add(new Attack("no subject", with(c -> c.subject(null))));
        attacks.add(new Attack("a subject that is no customer", with(c -> c.subject("admin"))));
        attacks.add(new Attack("no session", with(c -> c.claim("sid", null))));
        attacks.add(new Attack("a session that is none", with(c -> c.claim("sid", "' or 1=1"))));
        attacks.add(new Attack("no expiry", with(c -> c.expirationTime(null))));
        attacks.add(new Attack("no time of issue", with(c -> c.issueTime(null))));
        attacks.add(new Attack(
                "an expiry far away", with(c -> c.expirationTime(Date.from(LoginFixture.NOW.plusSeconds(86_400))))));
        attacks.add(new Attack(
                "issued in the future",
                with(c -> c.issueTime(Date.from(LoginFixture.NOW.plusSeconds(61)))
                        .expirationTime(Date.from(LoginFixture.NOW.plusSeconds(661))))));
        attacks.add(new Attack("a claim of its own", with(c -> c.claim("permissions", List.of("wallet.adjust")))));
        attacks.add(new Attack(
                "another payload",
                parts[0] + "."
                        + Base64URL.encode(claims().subject("cus_01ARZ3NDEKTSV4RRFFQ69G5FAV")
                                .build()
                                .toString()) + "." + parts[2]));
        attacks.add(
                new Attack("zeros for a signature", parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64])));
        attacks.add(new Attack("no signature", parts[0] + "." + parts[1] + "."));
        attacks.add(new Attack(
                "a DER signature",
                parts[0] + "." + parts[1] + "."
                        + Base64URL.encode(Arrays.copyOf(parts[2].getBytes(StandardCharsets.US_ASCII), 70))));
        attacks.add(new Attack("five parts", good + ".x.y"));
        attacks.add(new Attack("empty", ""));
        attacks.add(new Attack("nonsense", "nonsense"));
        attacks.add(new Attack("very long", "x".repeat(100_000)));
        attacks.add(new Attack("a refresh token", grant.refreshToken()));
        return attacks;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isRefusedWithOneAnswerForAllReasons(Attack attack) {
        assertThatThrownBy(() -> resolve(attack.token())).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.AUTH_REQUIRED);
            assertThat(e.problem().detail()).isEqualTo("the credentials are not valid");
        });
    }

    @Test
    void theUnchangedOneIsTaken() {
        assertThat(resolve(with(c -> c)).permissions()).isEqualTo(CustomerPermission.ALL);
        assertThat(resolve(withHeader(h -> h)).customer()).isNotNull();
    }

    @Test
    void anExpiredOneSaysSoAndNothingElse() {
        String expired = with(c -> c.issueTime(Date.from(LoginFixture.NOW.minusSeconds(700)))
                .expirationTime(Date.from(LoginFixture.NOW.minusSeconds(100))));
        assertThatThrownBy(() -> resolve(expired))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_EXPIRED));
    }

    @Test
    void aTokenOfAKeyThatOnlyVerifiesIsTakenUntilTheKeyIsGone() {
        ECKey next = LoginKeys.signingKey("t2");
        try (LoginFixture rotated = new LoginFixture(
                Map.of("hub.login.signing-keys.t2", next.toJSONString(), "hub.login.signing-kid", "t2"))) {
            assertThat(rotated.bean(BearerTokens.class)
                            .resolve(with(c -> c.claim("sid", liveSession(rotated))), "10.0.0.1")
                            .session())
                    .isNotNull();
        }
    }

    private static String liveSession(LoginFixture fixture) {
        fixture.customer(MOBILE);
        Grant own = fixture.login(MOBILE);
        String session = fixture.bean(BearerTokens.class)
                .resolve(own.accessToken(), "10.0.0.1")
                .session();
        assertThat(session).isNotNull();
        return session == null ? SessionId.next().text() : session;
    }
}
