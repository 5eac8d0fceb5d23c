package wallethub.staff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static wallethub.staff.LoginWalk.PORTAL;
import static wallethub.staff.LoginWalk.location;
import static wallethub.staff.LoginWalk.parameter;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.testing.LoginKeys;

/** Of an issuer only what is exactly right is believed. */
class IssuerTrustTests {

    private static LoginWalk walk;

    @BeforeAll
    static void start() {
        walk = new LoginWalk(Map.of());
    }

    @AfterAll
    static void close() {
        walk.close();
    }

    @BeforeEach
    void beginAnew() {
        walk.beginAnew();
    }

    record Lie(String name, Consumer<TestIssuer> told) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Lie claims(String name, UnaryOperator<JWTClaimsSet.Builder> change) {
        return new Lie(name, issuer -> issuer.claims = change);
    }

    private static Date at(int seconds) {
        return Date.from(walk.staff.clock.instant().plusSeconds(seconds));
    }

    static List<Lie> lies() throws JOSEException {
        ECKey foreign = LoginKeys.signingKey("issuer-1");
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        return List.of(
                claims("another issuer", c -> c.issuer("https://evil.example")),
                claims("no issuer", c -> c.issuer(null)),
                claims("another audience", c -> c.audience("another-client")),
                claims("two audiences without azp", c -> c.audience(List.of(TestIssuer.CLIENT, "other"))),
                claims("azp of another", c -> c.claim("azp", "another-client")),
                claims("another nonce", c -> c.claim("nonce", "another")),
                claims("no nonce", c -> c.claim("nonce", null)),
                claims("expired", c -> c.issueTime(at(-400)).expirationTime(at(-31))),
                claims("no expiry", c -> c.expirationTime(null)),
                claims("no time of issue", c -> c.issueTime(null)),
                claims("issued in the future", c -> c.issueTime(at(40))),
                claims("issued long ago", c -> c.issueTime(at(-601))),
                claims("logged in in the future", c -> c.claim("auth_time", at(40))),
                claims("no subject", c -> c.subject(null)),
                claims("a subject with a NUL", c -> c.subject("person\u0000-1")),
                claims("a subject beyond ASCII", c -> c.subject("person-é")),
                claims("a session with a NUL", c -> c.claim("sid", "s\u0000")),
                claims("a subject too long", c -> c.subject("s".repeat(256))),
                claims(
                        "groups without end",
                        c -> c.claim(
                                "groups",
                                Stream.iterate(0, i -> i + 1)
                                        .limit(201)
                                        .map(i -> "g" + i)
                                        .toList())),
                new Lie("a foreign key under the known name", issuer -> issuer.signer = TestIssuer.signer(foreign)),
                new Lie("an unknown key", issuer -> issuer.header = TestIssuer.header(JWSAlgorithm.ES256, "other")),
                new Lie("HS256 with the public key", issuer -> {
                    issuer.header = TestIssuer.header(JWSAlgorithm.HS256, "issuer-1");
                    issuer.signer = mac(issuer.key.toPublicJWK().toJSONString().getBytes(UTF_8));
                }),
                new Lie("HS256 with the client's secret", issuer -> {
                    issuer.header = TestIssuer.header(JWSAlgorithm.HS256, "issuer-1");
                    issuer.signer = mac((TestIssuer.SECRET + TestIssuer.SECRET).getBytes(UTF_8));
                }),
                new Lie(
                        "alg none",
                        issuer -> issuer.token = token ->
                                Base64URL.encode("{\"alg\":\"none\"}") + "." + token.split("\\.", -1)[1] + "."),
                new Lie(
                        "a key in the header",
                        issuer -> issuer.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(JOSEObjectType.JWT)
                                .keyID("issuer-1")
                                .jwk(issuer.key.toPublicJWK())
                                .build()),
                new Lie(
                        "an access token",
                        issuer -> issuer.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(new JOSEObjectType("at+jwt"))
                                .keyID("issuer-1")
                                .build()),
                new Lie("a weak RSA key", issuer -> {
                    issuer.keys.add(weak.toPublicJWK());
                    issuer.header = TestIssuer.header(JWSAlgorithm.RS256, "weak");
                    issuer.signer = weakSigner(weak);
                }),
                new Lie("nonsense", issuer -> issuer.token = token -> "nonsense"),
                new Lie("a token too long", issuer -> issuer.token = token -> token + "x".repeat(20_000)));
    }

    private static MACSigner mac(byte[] secret) {
        try {
            return new MACSigner(secret);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSASSASigner weakSigner(RSAKey key) {
        try {
            return new RSASSASigner(key, Set.of(AllowWeakRSAKey.getInstance()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsNotExactlyRightIsNobody() throws JOSEException {
        for (Lie lie : lies()) {
            walk.issuer.tellTheTruth();
            URI address = walk.begin();
            lie.told().accept(walk.issuer);
            URI back = location(walk.finish(parameter(address, "state"), walk.issuer.code(address)));
            assertThat(back.toString()).as(lie.name()).isEqualTo(PORTAL + "&error=login_failed");
        }
        assertThat(walk.staff.count(
                        "select (select count(*) from staff_account) + (select count(*) from staff_session)"))
                .isZero();
        walk.issuer.tellTheTruth();
        assertThat(walk.login().accessToken()).as("the truth is believed").isNotEmpty();
    }

    static List<Lie> documents() {
        return List.of(
                new Lie(
                        "another issuer",
                        issuer -> issuer.metadata = text ->
                                text.replaceFirst("\"issuer\": \"[^\"]*\"", "\"issuer\": \"https://evil.example\"")),
                new Lie(
                        "a slash more",
                        issuer -> issuer.metadata = text -> text.replaceFirst("(\"issuer\": \"[^\"]*)\"", "$1/\"")),
                new Lie("without S256", issuer -> issuer.metadata = text -> text.replace("S256", "plain")),
                new Lie(
                        "an endpoint in the clear",
                        issuer -> issuer.metadata = text ->
                                text.replaceFirst("http://127.0.0.1:[0-9]+/token", "http://evil.example/token")),
                new Lie(
                        "huge",
                        issuer -> issuer.metadata =
                                text -> text.replaceFirst("\\{", "{\"x\": \"" + "y".repeat(1_100_000) + "\",")),
                new Lie("no JSON", issuer -> issuer.metadata = text -> "<html>"),
                new Lie("an array", issuer -> issuer.metadata = text -> "[]"));
    }

    @Test
    void anIssuerWithADocumentLikeThatIsAskedForNobody() {
        for (Lie lie : documents()) {
            lie.told().accept(walk.issuer);
            assertThat(walk.begin().toString()).as(lie.name()).isEqualTo(PORTAL + "&error=issuer_unavailable");
        }
        assertThat(walk.staff.count("select count(*) from staff_login_attempt")).isZero();
        walk.issuer.tellTheTruth();
        assertThat(walk.begin().toString()).startsWith(walk.issuer.url());
    }

    /** Whoever begins logins while the issuer is slow does not take all of the hub's places with him. */
    @Test
    void onlySoManyWaitForAnIssuerAndTheOthersAreToldAtOnce() {
        walk.issuer.held = new CountDownLatch(1);
        try (ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<URI>> waiting = Stream.generate(() -> browsers.submit(() -> walk.begin()))
                    .limit(IssuerHttp.AT_ONCE)
                    .toList();
            await().atMost(10, TimeUnit.SECONDS).until(() -> walk.issuer.waiting.get() == IssuerHttp.AT_ONCE);
            assertThat(walk.begin().toString()).isEqualTo(PORTAL + "&error=issuer_unavailable");
            walk.issuer.held.countDown();
            assertThat(waiting)
                    .allSatisfy(one -> assertThat(one.get().toString()).startsWith(walk.issuer.url()));
        }
    }

    @Test
    void anIssuerThatHangsUpIsSaidToBeUnavailable() {
        walk.issuer.away = true;
        walk.assertNobody(walk.begin(), "issuer_unavailable");
        walk.issuer.away = false;
        URI address = walk.begin();
        String code = walk.issuer.code(address);
        walk.issuer.away = true;
        walk.assertNobody(location(walk.finish(parameter(address, "state"), code)), "issuer_unavailable");
    }

    @Test
    void aNewKeyOfTheIssuerIsReadWhenATokenNamesIt() throws Exception {
        walk.login();
        RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();
        walk.issuer.keys.add(next.toPublicJWK());
        walk.issuer.header = TestIssuer.header(JWSAlgorithm.PS256, "next");
        walk.issuer.signer = new RSASSASigner(next);
        assertThat(walk.back().toString()).as("not again within ten seconds").endsWith("error=login_failed");
        walk.staff.clock.advance(Duration.ofSeconds(10));
        assertThat(walk.login().accessToken()).isNotEmpty();
    }

    @Test
    void aKeyOfEd25519IsAsGoodAsTheOthers() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        walk.issuer.keys.add(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID("ed")
                .build());
        walk.issuer.header = TestIssuer.header(JWSAlgorithm.EdDSA, "ed");
        walk.issuer.signer = new Ed25519Signer(pair.getPrivate());
        assertThat(walk.login().accessToken()).isNotEmpty();
        walk.issuer.signer = new Ed25519Signer(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        assertThat(walk.back().toString()).as("another's signature").endsWith("error=login_failed");
        walk.issuer.signer = TestIssuer.signer(walk.issuer.key);
        walk.issuer.header = TestIssuer.header(JWSAlgorithm.ES256, "ed");
        assertThat(walk.back().toString()).as("another's algorithm").endsWith("error=login_failed");
    }

    /** By the JDK: the library signs with it only through another one. */
    private record Ed25519Signer(PrivateKey key) implements JWSSigner {

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(input);
                return Base64URL.encode(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new JOSEException("not signed", e);
            }
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Set.of(JWSAlgorithm.EdDSA);
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
