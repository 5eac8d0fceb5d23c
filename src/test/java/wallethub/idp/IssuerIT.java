package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.testing.Browser;

/** A login at the embedded issuer, from the first secret to the token, and what it refuses. */
class IssuerIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "ponies gallop over wet slate";
    private static final String VERIFIER = "v".repeat(30) + "-a-verifier-of-the-tests";
    private static final String CALLBACK = IdpServer.URL + "/api/staff/v1/auth/callback";
    private static final Pattern SHOWN_SECRET = Pattern.compile("<p class=\"secret\" dir=\"ltr\">([A-Z2-7-]+)</p>");

    private static IdpServer hub;

    @BeforeAll
    static void start() {
        hub = new IdpServer(Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static Browser browser() {
        return new Browser(hub.port());
    }

    /** Somebody with an account and no authenticator yet. */
    private static String somebody() {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        Invitations invitations = hub.bean(Invitations.class);
        Invitations.Secret secret = RowScope.system()
                .call(() -> invitations.invite(new UserName(name), Set.of("finance"), Caller.system("test")));
        Browser browser = browser();
        browser.get("/idp/invitation");
        HttpResponse<String> page = browser.submit(
                "/idp/invitation", Map.of("secret", secret.text(), "userName", name, "password", PASSWORD));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return name;
    }

    private static Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "wallet-hub");
        request.put("scope", "openid profile");
        request.put("redirect_uri", CALLBACK);
        request.put("state", "state-of-the-client");
        request.put("nonce", "nonce-of-the-client");
        request.put("code_challenge", challenge());
        request.put("code_challenge_method", "S256");
        return request;
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> authorize(Browser browser, Map<String, String> request) {
        return browser.get("/idp/authorize?" + Browser.encoded(request));
    }

    /** A browser that has shown the password and is asked for a code, or to enrol. */
    private static HttpResponse<String> toTheCode(Browser browser, String name) {
        assertThat(authorize(browser, request()).headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/idp/login"));
        browser.get("/idp/login");
        HttpResponse<String> right = browser.submit("/idp/login", Map.of("userName", name, "password", PASSWORD));
        assertThat(right.statusCode()).as(right.body()).isEqualTo(303);
        return browser.get(right.headers().firstValue("Location").orElseThrow());
    }

    private static byte[] secretOn(HttpResponse<String> page) {
        Matcher matcher = SHOWN_SECRET.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return bytes(Base32.ungrouped(matcher.group(1)));
    }

    private static byte[] bytes(String base32) {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        byte[] bytes = new byte[base32.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int next = 0;
        for (int place = 0; place < base32.length(); place++) {
            buffer = (buffer << 5) | letters.indexOf(base32.charAt(place));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    private static String codeNow(byte[] secret) {
        return TimeCodes.code(secret, hub.bean(Clock.class).instant());
    }

    /** The code of a moment ahead, good within the drift: a login right after another has a code that was not used. */
    private static String codeAfter(byte[] secret) {
        return TimeCodes.code(secret, hub.bean(Clock.class).instant().plusSeconds(30));
    }

    /** From the page after the code back to the client, with its authorization code. */
    private static String back(Browser browser, HttpResponse<String> done) {
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        HttpResponse<String> there = browser.get(Browser.link(done).orElseThrow());
        String location = there.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(CALLBACK + "?code=").contains("state=state-of-the-client");
        return Arrays.stream(URI.create(location).getRawQuery().split("&"))
                .filter(pair -> pair.startsWith("code="))
                .map(pair -> pair.substring(5))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> exchange(String code, String client, String secret, String verifier) {
        Browser client1 = browser();
        String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return client1.send(client1.request("/idp/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Browser.encoded(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        CALLBACK,
                        "code_verifier",
                        verifier)))));
    }

    private static String clientSecret() {
        return hub.bean(IssuerClient.class).secret();
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(response.body(), e);
        }
    }

    private static int codes() {
        return hub.behind
                .sql("select count(*) from idp_authorization")
                .query(Integer.class)
                .single();
    }

    @Test
    void logsSomebodyInWithPasswordAndEnrolledCodeAndGivesAToken() throws Exception {
        String name = somebody();
        Browser browser = browser();
        HttpResponse<String> enrolment = toTheCode(browser, name);
        assertThat(enrolment.uri().getPath()).isEqualTo("/idp/enrol");
        assertThat(enrolment.body()).contains("otpauth://totp/Wallet%20Hub:" + name, "<svg", "<path d=\"M");
        byte[] secret = secretOn(enrolment);

        HttpResponse<String> done = browser.submit("/idp/enrol", Map.of("code", codeNow(secret)));
        HttpResponse<String> token = exchange(back(browser, done), "wallet-hub", clientSecret(), VERIFIER);

        assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
        SignedJWT jwt = SignedJWT.parse(json(token).path("id_token").asText());
        JWKSet keys = JWKSet.parse(browser().get("/idp/jwks").body());
        assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(IdpServer.URL + "/idp");
        assertThat(claims.getAudience()).containsExactly("wallet-hub");
        assertThat(claims.getSubject()).startsWith("usr_");
        assertThat(claims.getStringClaim("nonce")).isEqualTo("nonce-of-the-client");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd", "otp");
        assertThat(claims.getStringListClaim("groups")).containsExactly("finance");
        assertThat(claims.getStringClaim("sid")).hasSize(43);
        assertThat(claims.getLongClaim("auth_time"))
                .isCloseTo(hub.bean(Clock.class).instant().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
        Instant expiry = claims.getExpirationTime().toInstant();
        assertThat(expiry).isEqualTo(claims.getIssueTime().toInstant().plusSeconds(300));
    }

    @Test
    void theFirstSecretMakesOneAdministratorAndNoSecond() {
        // Whoever was made by other tests is put aside: the first one comes to an empty house.
        try (IdpServer empty = new IdpServer(Map.of())) {
            Invitations.Secret secret = empty.bean(Invitations.class).first().orElseThrow();
            Browser browser = new Browser(empty.port());
            browser.get("/idp/bootstrap");
            Map<String, String> form =
                    Map.of("secret", secret.text(), "userName", "root.of.tests", "password", PASSWORD);
            assertThat(browser.submit("/idp/bootstrap", form).statusCode()).isEqualTo(200);
            browser.get("/idp/bootstrap");
            assertThat(browser.submit("/idp/bootstrap", form).statusCode()).isEqualTo(422);
            assertThat(empty.bean(Invitations.class).first()).isEmpty();
            assertThat(empty.behind
                            .sql("select array_to_string(groups, ',') from idp_account")
                            .query(String.class)
                            .list())
                    .containsExactly("administrators");
            assertThat(empty.behind
                            .sql("select action from access_audit")
                            .query(String.class)
                            .list())
                    .containsExactly("idp.account.create");
        }
    }

    @Test
    void whoeverManagesTheStaffInvitesAndHasItOnRecordWithoutTheSecret() throws Exception {
        Operations operations = hub.bean(Operations.class);
        byte[] document = JSON.writeValueAsBytes(
                Map.of("userName", "new.colleague", "group", "staff", "reason", "joins the team"));
        Caller nobody = Caller.staff(StaffId.next(), null, Set.of("customer.view"), "10.0.0.1");
        assertThat(operations.run("invite-staff", nobody, document))
                .isInstanceOfSatisfying(
                        Answer.Refusal.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
        Caller administrator = Caller.staff(StaffId.next(), null, Set.of("staff.manage"), "10.0.0.1");
        Answer answer = operations.run("invite-staff", administrator, document);
        assertThat(answer).isInstanceOf(Answer.Document.class);
        InviteStaffHandler.Outcome.Invited invited =
                (InviteStaffHandler.Outcome.Invited) ((Answer.Document) answer).body();
        assertThat(invited).isNotNull();

        Browser browser = browser();
        browser.get("/idp/invitation");
        Map<String, String> form =
                Map.of("secret", invited.secret(), "userName", "new.colleague", "password", PASSWORD);
        assertThat(browser.submit("/idp/invitation", form).statusCode()).isEqualTo(200);
        assertThat(hub.behind
                        .sql("select a::text from access_audit a where action = 'idp.account.invite'")
                        .query(String.class)
                        .list())
                .hasSize(1)
                .allSatisfy(row -> assertThat(row)
                        .contains(administrator.subject(), "idp:new.colleague")
                        .doesNotContain(invited.secret()));
    }

    @Test
    void laterLoginsAskForACodeThatIsGoodOnce() {
        String name = somebody();
        Browser first = browser();
        byte[] secret = secretOn(toTheCode(first, name));
        String used = codeNow(secret);
        back(first, first.submit("/idp/enrol", Map.of("code", used)));

        Browser second = browser();
        HttpResponse<String> page = toTheCode(second, name);
        assertThat(page.uri().getPath()).isEqualTo("/idp/code");
        assertThat(second.submit("/idp/code", Map.of("code", used)).statusCode())
                .isEqualTo(422);
        assertThat(second.submit("/idp/code", Map.of("code", codeAfter(secret))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void fiveWrongCodesEndALoginAndARightOneAfterThemDoesNotHelp() {
        String name = somebody();
        Browser browser = browser();
        byte[] secret = secretOn(toTheCode(browser, name));
        for (int number = 0; number < LoginStore.MOST_TRIES; number++) {
            assertThat(browser.submit("/idp/enrol", Map.of("code", "abcdef")).statusCode())
                    .isEqualTo(422);
        }
        assertThat(browser.submit("/idp/enrol", Map.of("code", codeNow(secret))).statusCode())
                .isEqualTo(400);
        assertThat(hub.behind
                        .sql("select count(*) from idp_account where user_name = :name and totp_sealed is not null")
                        .param("name", name)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void unknownNamesAndWrongPasswordsLookTheSame() {
        String name = somebody();
        Set<String> pages = new HashSet<>();
        for (String tried : List.of(name, "nobody-" + name)) {
            Browser browser = browser();
            authorize(browser, request());
            browser.get("/idp/login");
            HttpResponse<String> wrong =
                    browser.submit("/idp/login", Map.of("userName", tried, "password", "wrong wrong wrong wrong"));
            assertThat(wrong.statusCode()).isEqualTo(422);
            pages.add(wrong.body().replaceAll("name=\"csrf\" value=\"[^\"]+\"", ""));
        }
        assertThat(pages).hasSize(1);
    }

    @Test
    void strangersWaitAfterTenTriesAndWhoeverIsKnownHereDoesNot() {
        String name = somebody();
        Browser known = browser();
        byte[] secret = secretOn(toTheCode(known, name));
        back(known, known.submit("/idp/enrol", Map.of("code", codeNow(secret))));

        Browser stranger = browser();
        authorize(stranger, request());
        stranger.get("/idp/login");
        Map<String, String> guess = Map.of("userName", name, "password", "a guess of a stranger");
        int status = 0;
        for (int number = 0; number < 11; number++) {
            status = stranger.submit("/idp/login", guess).statusCode();
        }
        assertThat(status).isEqualTo(429);
        Map<String, String> right = Map.of("userName", name, "password", PASSWORD);
        assertThat(stranger.submit("/idp/login", right).statusCode()).isEqualTo(429);
        assertThat(toTheCode(known, name).uri().getPath()).isEqualTo("/idp/code");
    }

    @Test
    void refusesFormsWithoutTheirTokenAndFromOtherPages() {
        String name = somebody();
        Browser browser = browser();
        authorize(browser, request());
        browser.get("/idp/login");
        Map<String, String> right = Map.of("userName", name, "password", PASSWORD);
        assertThat(browser.post("/idp/login", right).statusCode()).isEqualTo(400);

        Browser other = browser();
        other.cookies.putAll(browser.cookies);
        assertThat(other.post("/idp/login", Map.of("userName", name, "password", PASSWORD, "csrf", "0".repeat(64)))
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.behind
                        .sql("select count(*) from idp_login l join idp_account a on a.id = l.account_id"
                                + " where a.user_name = :name")
                        .param("name", name)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(browser.submit("/idp/login", right).statusCode()).isEqualTo(303);
    }

    @Test
    void aLoginGoesOnOnlyInItsBrowserAndForItsRequestAndOnce() {
        String name = somebody();
        Browser browser = browser();
        byte[] secret = secretOn(toTheCode(browser, name));
        HttpResponse<String> done = browser.submit("/idp/enrol", Map.of("code", codeNow(secret)));
        String on = Browser.link(done).orElseThrow();
        int before = codes();

        assertThat(browser().get(on).headers().firstValue("Location").orElseThrow())
                .endsWith("/idp/login");
        Browser same = browser();
        same.cookies.putAll(browser.cookies);
        Map<String, String> another = request();
        another.put("state", "another-state");
        assertThat(authorize(same, another).headers().firstValue("Location").orElseThrow())
                .endsWith("/idp/login");
        assertThat(codes()).isEqualTo(before);

        Browser copy = browser();
        copy.cookies.putAll(browser.cookies);
        back(browser, done);
        assertThat(copy.get(on).headers().firstValue("Location").orElseThrow()).endsWith("/idp/login");
        assertThat(codes()).isEqualTo(before + 1);
    }

    @Test
    void aCodeIsExchangedOnceByTheClientWithItsVerifier() {
        String name = somebody();
        Browser browser = browser();
        byte[] secret = secretOn(toTheCode(browser, name));
        String code = back(browser, browser.submit("/idp/enrol", Map.of("code", codeNow(secret))));

        assertThat(exchange(code, "wallet-hub", "another secret", VERIFIER).statusCode())
                .isEqualTo(401);
        assertThat(exchange(code, "another-client", clientSecret(), VERIFIER).statusCode())
                .isEqualTo(401);
        HttpResponse<String> other = exchange(code, "wallet-hub", clientSecret(), "w".repeat(50));
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(json(other).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(exchange(code, "wallet-hub", clientSecret(), VERIFIER).statusCode())
                .isEqualTo(200);
        HttpResponse<String> again = exchange(code, "wallet-hub", clientSecret(), VERIFIER);
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(json(again).path("error").asText()).isEqualTo("invalid_grant");
    }

    @Test
    void sendsNoBrowserToAnotherAddressAndNoneOnWithoutProof() {
        for (Map.Entry<String, String> change : Map.of(
                        "client_id", "another-client",
                        "redirect_uri", "https://elsewhere.example.test/callback")
                .entrySet()) {
            Map<String, String> request = request();
            request.put(change.getKey(), change.getValue());
            HttpResponse<String> refused = authorize(browser(), request);
            assertThat(refused.statusCode()).as(change.getKey()).isEqualTo(400);
            assertThat(refused.headers().firstValue("Location")).isEmpty();
        }
        Map<String, String> withoutProof = request();
        withoutProof.remove("code_challenge");
        withoutProof.remove("code_challenge_method");
        Map<String, String> plain = request();
        plain.put("code_challenge_method", "plain");
        Map<String, String> implicit = request();
        implicit.put("response_type", "token");
        Map<String, String> wider = request();
        wider.put("scope", "openid everything");
        for (Map<String, String> request : List.of(withoutProof, plain, implicit, wider)) {
            HttpResponse<String> refused = authorize(browser(), request);
            String location = refused.headers().firstValue("Location").orElse("");
            assertThat(refused.statusCode() == 400 || location.startsWith(CALLBACK + "?error="))
                    .as(refused.statusCode() + " " + location)
                    .isTrue();
        }
    }

    @Test
    void pagesAreProtectedAndSpeakArabic() {
        Browser browser = browser();
        authorize(browser, request());
        HttpResponse<String> page =
                browser.send(browser.request("/idp/login").header("Accept-Language", "ar-KW,ar;q=0.9"));
        assertThat(page.body()).contains("<html lang=\"ar\" dir=\"rtl\">", "كلمة المرور");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")
                        .doesNotContain("script"));
        assertThat(browser.get("/idp/style.css").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/css"));
        List<String> cookies = authorize(browser(), request()).headers().allValues("Set-Cookie");
        assertThat(cookies)
                .hasSize(1)
                .allSatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-hub-login=")
                        .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/"));
    }

    @Test
    void sendsBrowsersAfterALogoutOnlyToTheHub() {
        String own = IdpServer.URL + "/goodbye";
        assertThat(browser()
                        .get("/idp/end-session?state=s&post_logout_redirect_uri=" + Browser.encoded(own))
                        .headers()
                        .firstValue("Location"))
                .hasValue(own + "?state=s");
        HttpResponse<String> other = browser()
                .get("/idp/end-session?post_logout_redirect_uri="
                        + Browser.encoded(IdpServer.URL + ".elsewhere.test/"));
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void saysWhatItCanAndNothingMore() {
        JsonNode document = json(browser().get("/idp/.well-known/openid-configuration"));
        assertThat(document.path("issuer").asText()).isEqualTo(IdpServer.URL + "/idp");
        assertThat(document.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
        assertThat(document.path("grant_types_supported").toString()).isEqualTo("[\"authorization_code\"]");
        assertThat(browser().get("/idp/oauth2/introspect").statusCode()).isEqualTo(404);
        assertThat(browser().get("/idp/userinfo").statusCode()).isEqualTo(404);
    }

    @Test
    void springSecurityGuardsNothingElse() {
        assertThat(hub.context.containsBean("springSecurityFilterChain")).isFalse();
        HttpResponse<String> api = browser().get("/api/customer/v1/me");
        assertThat(json(api).path("code").asText()).isEqualTo("AUTH_REQUIRED");
        assertThat(api.headers().map())
                .doesNotContainKeys("x-frame-options", "x-xss-protection", "set-cookie", "pragma");
        HttpResponse<String> health = new Browser(hub.managementPort()).get("/health/live");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().map()).doesNotContainKeys("x-frame-options", "set-cookie", "pragma");
        assertThat(new Browser(hub.managementPort()).get("/idp/jwks").statusCode())
                .isEqualTo(404);
    }
}
