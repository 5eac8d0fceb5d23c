package wallethub.staff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestClock;

/** A login from the portal to its tokens, and everything an issuer, a browser or a thief may do differently. */
class StaffLoginTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PORTAL = "https://portal.example/after?tab=1";
    private static final String VERIFIER = "verifier-of-the-portal-" + UUID.randomUUID();

    private TestIssuer issuer;
    private StaffFixture staff;

    @BeforeEach
    void start() {
        TestClock time = new TestClock(StaffFixture.NOW);
        issuer = new TestIssuer(time);
        staff = new StaffFixture(issuer.settings(), time);
    }

    @AfterEach
    void close() {
        staff.close();
        issuer.close();
    }

    private Answer run(String operation, Map<String, ?> document) {
        return run(operation, Caller.anonymous(StaffFixture.ADDRESS), document);
    }

    private Answer run(String operation, Caller caller, Map<String, ?> document) {
        return staff.bean(Operations.class)
                .run(operation, caller, JSON.valueToTree(document).toString().getBytes(UTF_8));
    }

    private static URI location(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Document.class);
        Answer.Document document = (Answer.Document) answer;
        assertThat(document.status()).isEqualTo(302);
        assertThat(document.headers()).containsEntry("Cache-Control", "no-store");
        return URI.create(String.valueOf(document.headers().get("Location")));
    }

    private static @Nullable String parameter(URI url, String name) {
        return Stream.of(url.getRawQuery().split("&"))
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    private static ErrorCode refusal(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Refusal.class);
        return ((Answer.Refusal) answer).code();
    }

    private URI begin() {
        return location(run(
                "begin-staff-login", Map.of("returnUrl", PORTAL, "codeChallenge", IssuerLogin.challenge(VERIFIER))));
    }

    private Answer finish(@Nullable String state, String code) {
        return run("finish-staff-login", Map.of("state", String.valueOf(state), "code", code));
    }

    /** Where the portal is told of its login. */
    private URI back() {
        URI address = begin();
        return location(finish(parameter(address, "state"), issuer.code(address)));
    }

    private Answer redeem(@Nullable String code, String verifier) {
        return run("redeem-staff-code", Map.of("code", String.valueOf(code), "codeVerifier", verifier));
    }

    private StaffGrant login() {
        Answer answer = redeem(parameter(back(), "code"), VERIFIER);
        assertThat(answer).isInstanceOf(Answer.Document.class);
        return (StaffGrant) Objects.requireNonNull(((Answer.Document) answer).body());
    }

    private void assertNobody(URI back, String error) {
        assertThat(back.toString()).isEqualTo(PORTAL + "&error=" + error);
        assertThat(staff.count("select count(*) from staff_session")).isZero();
        assertThat(staff.count("select count(*) from staff_login_attempt where code_hash is not null"))
                .isZero();
    }

    @Test
    void aLoginAtTheIssuerBecomesASessionWithTheRolesOfTheGroups() {
        URI address = begin();
        assertThat(address.toString()).startsWith(issuer.url() + "/authorize?response_type=code&");
        assertThat(parameter(address, "code_challenge_method")).isEqualTo("S256");
        URI back = location(finish(parameter(address, "state"), issuer.code(address)));
        assertThat(back.toString()).startsWith(PORTAL + "&code=");
        Answer.Document answer = (Answer.Document) redeem(parameter(back, "code"), VERIFIER);
        StaffGrant grant = (StaffGrant) Objects.requireNonNull(answer.body());
        Caller caller = staff.resolve(grant.accessToken());
        assertThat(caller.may(StaffPermission.WALLET_ADJUST)).isTrue();
        assertThat(staff.count("""
                        select count(*) from access_audit where action = 'staff.login' and caller = 'staff:%s'
                        """.formatted(caller.staff()))).isEqualTo(1);
        assertThat(staff.count(
                        "select count(*) from staff_account where login_at is not null and subject = 'person-1'"))
                .isEqualTo(1);
    }

    @Test
    void theSamePersonIsTheSameAccountAndWhatTheIssuerTakesAwayIsGoneWithTheNextLogin() {
        Caller first = staff.resolve(login().accessToken());
        issuer.groups = List.of("something else");
        assertThat(back().toString()).endsWith("error=no_role");
        staff.bean(PermissionSnapshot.class).look();
        assertThat(staff.bean(Permissions.class).permissionsOf(first.staff())).isEmpty();
        assertThat(staff.count("select count(*) from staff_account")).isEqualTo(1);
    }

    @Test
    void whoeverHasNoRoleGetsNothingUntilSomebodyGivesOneInTheHub() {
        issuer.groups = List.of();
        assertNobody(back(), "no_role");
        assertThat(staff.count("select count(*) from access_audit where action = 'staff.login.refused'"))
                .isEqualTo(1);
        staff.behind.sql("""
                insert into staff_account_role select id, 'operations', 'hub', 'test', now() from staff_account
                """).update();
        assertThat(staff.resolve(login().accessToken()).may(StaffPermission.RECHARGE_RESYNC))
                .isTrue();
    }

    @Test
    void aDisabledAccountIsTurnedAway() {
        login();
        staff.behind.sql("update staff_account set disabled_at = now()").update();
        assertThat(back().toString()).isEqualTo(PORTAL + "&error=account_disabled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.evil/x",
                "https://portal.example@evil.example/x",
                "http://portal.example/x",
                "https://evil.example/",
                "https://portal.example/x#y",
                "//portal.example/x",
                "javascript:alert(1)",
                "https://portal.example:8443/"
            })
    void aBrowserIsSentNowhereElse(String returnUrl) {
        assertThat(refusal(run(
                        "begin-staff-login",
                        Map.of("returnUrl", returnUrl, "codeChallenge", IssuerLogin.challenge(VERIFIER)))))
                .isEqualTo(ErrorCode.RETURN_URL_NOT_ALLOWED);
        assertThat(staff.count("select count(*) from staff_login_attempt")).isZero();
    }

    @Test
    void aStateIsGoodOnceAndForTenMinutes() {
        URI address = begin();
        String state = parameter(address, "state");
        location(finish(state, issuer.code(address)));
        assertThat(refusal(finish(state, issuer.code(address)))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(finish("never-ours", "code"))).isEqualTo(ErrorCode.NOT_FOUND);
        URI late = begin();
        staff.clock.advance(Duration.ofMinutes(10));
        assertThat(refusal(finish(parameter(late, "state"), issuer.code(late)))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(issuer.asked).as("the issuer was asked once").hasSize(1);
    }

    @Test
    void theIssuersCodeOfAnotherLoginIsNoGood() {
        URI mine = begin();
        URI others = begin();
        assertNobody(location(finish(parameter(mine, "state"), issuer.code(others))), "login_failed");
    }

    @Test
    void aHandOverCodeIsGoodOnceForAMinuteAndForTheVerifierOnly() {
        String code = parameter(back(), "code");
        assertThat(refusal(redeem(code, VERIFIER + "x"))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(refusal(redeem("x".repeat(43), VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(staff.count("select count(*) from staff_session")).isZero();
        assertThat(redeem(code, VERIFIER)).isInstanceOf(Answer.Document.class);
        assertThat(refusal(redeem(code, VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(staff.count("select count(*) from staff_session")).isEqualTo(1);
        String late = parameter(back(), "code");
        staff.clock.advance(Duration.ofSeconds(60));
        assertThat(refusal(redeem(late, VERIFIER))).isEqualTo(ErrorCode.AUTH_REQUIRED);
        assertThat(staff.count("select count(*) from staff_session")).isEqualTo(1);
    }

    @Test
    void whatTheIssuerRefusesHasNoCodeWhateverElseTheQuerySays() {
        URI address = begin();
        Answer answer = run(
                "finish-staff-login",
                Map.of(
                        "state", String.valueOf(parameter(address, "state")),
                        "code", issuer.code(address),
                        "error", "access_denied"));
        assertNobody(location(answer), "access_denied");
        assertThat(issuer.asked).isEmpty();
    }

    @Test
    void anAnswerThatNamesAnotherIssuerIsNotExchanged() {
        URI address = begin();
        Answer answer = run(
                "finish-staff-login",
                Map.of(
                        "state", String.valueOf(parameter(address, "state")),
                        "code", issuer.code(address),
                        "iss", "https://evil.example"));
        assertNobody(location(answer), "login_failed");
        assertThat(issuer.asked).isEmpty();
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
        return Date.from(StaffFixture.NOW.plusSeconds(seconds));
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
                claims("a subject too long", c -> c.subject("s".repeat(256))),
                claims(
                        "groups without end",
                        c -> c.claim(
                                "groups",
                                Stream.iterate(0, i -> i + 1)
                                        .limit(201)
                                        .map(i -> "g" + i)
                                        .toList())),
                new Lie("a foreign key under the known name", issuer -> issuer.signer = signer(foreign)),
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

    private static ECDSASigner signer(ECKey key) {
        try {
            return new ECDSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
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

    /** One fixture for all: each lie is told of a login of its own. */
    @Test
    void whatIsNotExactlyRightIsNobody() throws JOSEException {
        for (Lie lie : lies()) {
            issuer.claims = UnaryOperator.identity();
            issuer.token = UnaryOperator.identity();
            issuer.signer = signer(issuer.key);
            issuer.header = TestIssuer.header(JWSAlgorithm.ES256, "issuer-1");
            URI address = begin();
            lie.told().accept(issuer);
            URI back = location(finish(parameter(address, "state"), issuer.code(address)));
            assertThat(back.toString()).as(lie.name()).isEqualTo(PORTAL + "&error=login_failed");
        }
        assertThat(staff.count("select (select count(*) from staff_account) + (select count(*) from staff_session)"))
                .isZero();
        issuer.token = UnaryOperator.identity();
        issuer.header = TestIssuer.header(JWSAlgorithm.ES256, "issuer-1");
        issuer.signer = signer(issuer.key);
        assertThat(login().accessToken()).as("the truth is believed").isNotEmpty();
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

    @ParameterizedTest
    @MethodSource("documents")
    void anIssuerWithADocumentLikeThatIsAskedForNobody(Lie lie) {
        lie.told().accept(issuer);
        URI back = begin();
        assertNobody(back, "issuer_unavailable");
        issuer.metadata = UnaryOperator.identity();
        assertThat(begin().toString()).startsWith(issuer.url());
    }

    @Test
    void anIssuerThatIsNotThereIsSaidToBeUnavailable() {
        issuer.close();
        assertNobody(begin(), "issuer_unavailable");
    }

    @Test
    void aNewKeyOfTheIssuerIsReadWhenATokenNamesIt() throws Exception {
        login();
        RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();
        issuer.keys.add(next.toPublicJWK());
        issuer.header = TestIssuer.header(JWSAlgorithm.PS256, "next");
        issuer.signer = new RSASSASigner(next);
        assertThat(back().toString()).as("not again within ten seconds").endsWith("error=login_failed");
        staff.clock.advance(Duration.ofSeconds(10));
        assertThat(login().accessToken()).isNotEmpty();
    }

    @Test
    void aLoginThatIsNotStrongEnoughIsRefused() {
        Map<String, String> strong = new HashMap<>(issuer.settings());
        strong.put("hub.staff.oidc.required-amr[0]", "otp");
        strong.put("hub.staff.oidc.required-acr[0]", "urn:strong");
        staff.close();
        staff = new StaffFixture(strong, staff.clock);
        assertNobody(back(), "login_failed");
        issuer.claims = c -> c.claim("acr", "urn:strong").claim("amr", List.of("pwd"));
        assertNobody(back(), "login_failed");
        issuer.claims = c -> c.claim("acr", "urn:weak").claim("amr", List.of("pwd", "otp"));
        assertNobody(back(), "login_failed");
        issuer.claims = c -> c.claim("acr", "urn:strong").claim("amr", List.of("pwd", "otp"));
        assertThat(login().accessToken()).isNotEmpty();
    }

    @Test
    void oneSeesAndEndsOnesOwnSessionsOnly() {
        StaffGrant one = login();
        StaffGrant other = login();
        Caller caller = staff.resolve(one.accessToken());
        Caller elsewhere = staff.resolve(other.accessToken());
        Caller stranger = Caller.staff(StaffId.next(), null, Set.of(StaffPermission.SESSION.wire()), null);
        String id = String.valueOf(elsewhere.session());
        assertThat(refusal(run("end-own-staff-session", stranger, Map.of("id", id))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(staff.resolve(other.accessToken()).session()).isEqualTo(id);
        assertThat(run("end-own-staff-session", caller, Map.of("id", id))).isInstanceOf(Answer.Document.class);
        assertThat(staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        assertThat(run("logout-staff", caller, Map.of())).isInstanceOf(Answer.Document.class);
        assertThat(staff.count("select count(*) from staff_session where ended_at is null"))
                .isZero();
        assertThat(refusal(run("refresh-staff-token", Map.of("refreshToken", one.refreshToken()))))
                .isEqualTo(ErrorCode.AUTH_REQUIRED);
    }

    private JWTClaimsSet.Builder logout() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.url())
                .audience(TestIssuer.CLIENT)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(staff.clock.instant()))
                .claim("sid", "session-at-the-issuer")
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    private Answer logout(String token) {
        return run("end-issuer-sessions", Caller.system(EndIssuerSessionsHandler.ROUTE), Map.of("logoutToken", token));
    }

    @Test
    void whatTheIssuerEndsEndsHere() {
        StaffGrant grant = login();
        String token = issuer.signed(logout().build());
        assertThat(logout(token)).isInstanceOf(Answer.Document.class);
        assertThat(staff.count("select count(*) from staff_session where end_reason = 'issuer'"))
                .isEqualTo(1);
        assertThat(refusal(run("refresh-staff-token", Map.of("refreshToken", grant.refreshToken()))))
                .isEqualTo(ErrorCode.AUTH_REQUIRED);
        login();
        assertThat(refusal(logout(token))).as("a token is good once").isEqualTo(ErrorCode.VALIDATION_FAILED);
        assertThat(staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        String person =
                issuer.signed(logout().claim("sid", null).subject("person-1").build());
        assertThat(logout(person)).isInstanceOf(Answer.Document.class);
        assertThat(staff.count("select count(*) from staff_session where ended_at is null"))
                .isZero();
    }

    @Test
    void aLogOutTokenWithAWrongFieldEndsNothing() {
        login();
        List<JWTClaimsSet.Builder> wrong = List.of(
                logout().issuer("https://evil.example"),
                logout().audience("another-client"),
                logout().audience(List.of(TestIssuer.CLIENT, "other")),
                logout().claim("nonce", "n"),
                logout().claim("events", null),
                logout().claim("events", Map.of("http://schemas.openid.net/event/other", Map.of())),
                logout().claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", "yes")),
                logout().jwtID(null),
                logout().issueTime(null),
                logout().issueTime(at(-300)),
                logout().issueTime(at(31)),
                logout().expirationTime(at(-31)),
                logout().claim("sid", null),
                logout().claim("sid", ""),
                logout().claim("sid", List.of("session-at-the-issuer")));
        for (JWTClaimsSet.Builder claims : wrong) {
            JWTClaimsSet built = claims.build();
            assertThat(logout(issuer.signed(built))).as("%s", built.getClaims()).isInstanceOf(Answer.Refusal.class);
        }
        issuer.signer = signer(LoginKeys.signingKey("issuer-1"));
        assertThat(logout(issuer.signed(logout().build()))).isInstanceOf(Answer.Refusal.class);
        assertThat(logout("nonsense")).isInstanceOf(Answer.Refusal.class);
        assertThat(staff.count("select count(*) from staff_session where ended_at is null"))
                .isEqualTo(1);
        assertThat(staff.count("select count(*) from staff_logout_token")).isZero();
    }
}
