package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
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
import org.slf4j.LoggerFactory;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.database.RowScope;
import wallethub.id.StaffId;
import wallethub.testing.Browser;
import wallethub.testing.StaffLogin;

/** The hub as the client of a provider that is none of ours, over HTTP; and past it, on the day when it is out of order. */
class ForeignIssuerIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PORTAL = "https://portal.example/after";
    private static final String LOCAL_PASSWORD = "ponies gallop over wet slate";
    private static final Pattern SHOWN_SECRET = Pattern.compile("<p class=\"secret\" dir=\"ltr\">([A-Z2-7-]+)</p>");
    private static final String METADATA = "/.well-known/openid-configuration";

    private static final ShiftedClock CLOCK = new ShiftedClock();
    private static ForeignIssuer issuer;
    private static IdpServer hub;

    /** The time of day, and as much later as a test wants. */
    private static final class ShiftedClock extends Clock {
        private volatile Duration shift = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(shift);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is in UTC");
        }
    }

    @BeforeAll
    static void start() {
        issuer = new ForeignIssuer(IdpServer.URL);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hub.staff.oidc.issuer", issuer.url());
        settings.put("hub.staff.oidc.client-id", ForeignIssuer.CLIENT);
        settings.put("hub.staff.oidc.client-secret", ForeignIssuer.SECRET);
        settings.put("hub.staff.oidc.redirect-base-url", IdpServer.URL);
        settings.put("hub.staff.oidc.groups[wallet finance]", "finance");
        settings.put("hub.staff.oidc.required-acr[0]", ForeignIssuer.ACR);
        settings.put("hub.staff.oidc.required-amr[0]", "otp");
        settings.put("hub.staff.oidc.read-timeout", "700ms");
        settings.put("hub.staff.return-urls[0]", "https://portal.example");
        settings.put("hub.idp.break-glass", "true");
        hub = new IdpServer(settings, CLOCK);
    }

    @AfterAll
    static void stop() {
        hub.close();
        issuer.close();
    }

    /** Somebody at a browser, and the portal's own secret. */
    private static final class Walk {
        private final Browser atTheHub = new Browser(hub.port());
        private final Browser atTheIssuer = new Browser(issuer.port());
        private final String verifier = UUID.randomUUID() + "-" + UUID.randomUUID();

        HttpResponse<String> begin(Map<String, String> more) {
            Map<String, String> query = new LinkedHashMap<>(more);
            query.put("returnUrl", PORTAL);
            query.put("codeChallenge", challenge(verifier));
            HttpResponse<String> away = atTheHub.get("/api/staff/v1/auth/login?" + Browser.encoded(query));
            assertThat(away.statusCode()).as(away.body()).isEqualTo(302);
            return away;
        }

        /** The company's code, on its way back to the hub. */
        HttpResponse<String> code(String user) {
            HttpResponse<String> away = begin(Map.of());
            assertThat(location(away)).startsWith(issuer.url() + "/oauth2/authorize?");
            atTheIssuer.follow(atTheIssuer.follow(away));
            HttpResponse<String> in =
                    atTheIssuer.post("/login", Map.of("username", user, "password", ForeignIssuer.PASSWORD));
            return atTheIssuer.follow(in);
        }

        /** What the portal is told. */
        Map<String, String> login(String user) {
            return told(atTheHub.follow(code(user)));
        }

        JsonNode redeem(Map<String, String> told) {
            HttpResponse<String> answer = atTheHub.send(atTheHub.request("/api/staff/v1/auth/token")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"code\": \"%s\", \"codeVerifier\": \"%s\"}".formatted(told.get("code"), verifier))));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return json(answer);
        }

        HttpResponse<String> me(JsonNode grant) {
            return atTheHub.send(atTheHub.request("/api/staff/v1/me")
                    .header(
                            "Authorization",
                            "Bearer " + grant.path("accessToken").asText()));
        }
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()));
    }

    private static Map<String, String> told(HttpResponse<String> back) {
        assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
        assertThat(location(back)).startsWith(PORTAL + "?");
        return UriComponentsBuilder.fromUri(URI.create(location(back)))
                .build()
                .getQueryParams()
                .toSingleValueMap();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String sql) {
        return hub.behind.sql(sql).query(Long.class).single();
    }

    @Test
    void aPersonOfTheCompanyLogsInWithTheRolesOfTheGroups() {
        Walk walk = new Walk();
        JsonNode grant = walk.redeem(walk.login("fatima"));
        HttpResponse<String> me = walk.me(grant);
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(json(me).path("permissions").toString())
                .contains("transfer.confirm")
                .doesNotContain("role.edit");
        assertThat(new Walk().login("gustav")).as("of another group").containsEntry("error", "no_role");
    }

    /** Both hold what the other one made, and neither gets in with it. */
    @Test
    void aCodeThatIsNotOfThisLoginIsNoGood() {
        Walk thief = new Walk();
        Walk victim = new Walk();
        URI stolen = URI.create(location(victim.code("fatima")));
        Map<String, String> query = new LinkedHashMap<>(
                UriComponentsBuilder.fromUri(stolen).build().getQueryParams().toSingleValueMap());
        query.put(
                "state",
                String.valueOf(UriComponentsBuilder.fromUri(URI.create(location(thief.begin(Map.of()))))
                        .build()
                        .getQueryParams()
                        .getFirst("state")));
        assertThat(told(thief.atTheHub.get(stolen.getRawPath() + "?" + Browser.encoded(query))))
                .as("the verifier and the nonce are another login's")
                .containsEntry("error", "login_failed");
    }

    @Test
    void aKeyThatIsRotatedInBetweenIsReadAnew() {
        assertThat(new Walk().login("fatima")).containsKey("code");
        Walk walk = new Walk();
        HttpResponse<String> code = walk.code("fatima");
        issuer.rotate();
        CLOCK.shift = CLOCK.shift.plusSeconds(11);
        assertThat(told(walk.atTheHub.follow(code))).containsKey("code");
    }

    @Test
    void anIssuerThatIsSlowOrSendsTooMuchOrNothingIsSaidToBeUnavailable() {
        HttpResponse<String> code = new Walk().code("fatima");
        Walk walk = new Walk();
        Duration usual = CLOCK.shift;
        // What was read of it is an hour old.
        CLOCK.shift = usual.plusHours(2);
        try {
            for (ForeignIssuer.Mood mood :
                    List.of(ForeignIssuer.Mood.SLOW, ForeignIssuer.Mood.HUGE, ForeignIssuer.Mood.BROKEN)) {
                for (String path : List.of(METADATA, "/oauth2/jwks")) {
                    issuer.becomes(mood, path);
                    assertThat(told(walk.begin(Map.of())))
                            .as("%s %s", mood, path)
                            .containsEntry("error", "issuer_unavailable");
                    issuer.well();
                }
            }
        } finally {
            issuer.well();
            CLOCK.shift = usual;
        }
        assertThat(walk.login("fatima")).as("and then it is well again").containsKey("code");
        issuer.becomes(ForeignIssuer.Mood.SLOW, "/oauth2/token");
        assertThat(told(walk.atTheHub.follow(code))).containsEntry("error", "issuer_unavailable");
        issuer.well();
    }

    private static JWTClaimsSet.Builder logout(String sid) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer.url())
                .audience(ForeignIssuer.CLIENT)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(CLOCK.instant()))
                .expirationTime(Date.from(CLOCK.instant().plusSeconds(120)))
                .claim("sid", sid)
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    private static int send(String body, String contentType) {
        Browser provider = new Browser(hub.port());
        HttpResponse<String> answer = provider.send(provider.request("/oidc/backchannel-logout")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        return answer.statusCode();
    }

    private static int send(String token) {
        return send("logout_token=" + Browser.encoded(token), "application/x-www-form-urlencoded");
    }

    private static String mac(JWTClaimsSet claims, byte[] secret) {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static Date at(int seconds) {
        return Date.from(CLOCK.instant().plusSeconds(seconds));
    }

    @Test
    void whatTheIssuerEndsOverHttpEndsHereAndWhatIsNotItsTokenEndsNothing() {
        Walk walk = new Walk();
        JsonNode grant = walk.redeem(walk.login("fatima"));
        String session = json(walk.atTheHub.send(walk.atTheHub
                        .request("/api/staff/v1/auth/sessions")
                        .header(
                                "Authorization",
                                "Bearer " + grant.path("accessToken").asText())))
                .path("items")
                .valueStream()
                .filter(item -> item.path("current").asBoolean())
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        String sid = hub.behind
                .sql("select issuer_sid from staff_session where id = :id")
                .param("id", session)
                .query(String.class)
                .single();
        String event = "http://schemas.openid.net/event/backchannel-logout";
        Map<String, JWTClaimsSet.Builder> wrong = new LinkedHashMap<>();
        wrong.put("another's", logout(sid).issuer("https://evil.example"));
        wrong.put("for another", logout(sid).audience("another-client"));
        wrong.put("another event", logout(sid).claim("events", Map.of(event + "/other", Map.of())));
        wrong.put("no event", logout(sid).claim("events", null));
        wrong.put("with a nonce, as an ID token", logout(sid).claim("nonce", "n"));
        wrong.put("old", logout(sid).issueTime(at(-600)));
        wrong.put("expired", logout(sid).expirationTime(at(-60)));
        wrong.put("of nobody", logout(sid).claim("sid", null));
        wrong.put("nameless", logout(sid).jwtID(null));
        wrong.forEach((why, claims) ->
                assertThat(send(issuer.signed(claims.build()))).as(why).isEqualTo(400));

        JWTClaimsSet good = logout(sid).build();
        String payload = Base64URL.encode(good.toString()).toString();
        assertThat(send(Base64URL.encode("{\"alg\":\"none\"}") + "." + payload + "."))
                .as("alg none")
                .isEqualTo(400);
        assertThat(send(mac(good, issuer.publicKey()))).as("HS256, public key").isEqualTo(400);
        assertThat(send(mac(good, (ForeignIssuer.SECRET + ForeignIssuer.SECRET).getBytes(StandardCharsets.UTF_8))))
                .as("HS256, client's secret")
                .isEqualTo(400);
        String token = issuer.signed(good);
        String form = "logout_token=" + Browser.encoded(token);
        assertThat(send(form, "application/json")).as("content type").isEqualTo(400);
        assertThat(send(form, "application/x-www-form-urlencoded-not")).isEqualTo(400);
        assertThat(send(form + "&" + form, "application/x-www-form-urlencoded"))
                .as("twice")
                .isEqualTo(400);
        assertThat(send(form + "&x=" + "y".repeat(64 * 1024), "application/x-www-form-urlencoded"))
                .as("oversize")
                .isEqualTo(400);
        assertThat(send("", "application/x-www-form-urlencoded")).isEqualTo(400);
        assertThat(walk.me(grant).statusCode()).as("nothing was ended").isEqualTo(200);

        assertThat(send(issuer.signed(logout("nobody-has-this").build())))
                .as("an unknown session is over")
                .isEqualTo(200);
        assertThat(walk.me(grant).statusCode()).isEqualTo(200);
        assertThat(send(token)).isEqualTo(200);
        assertThat(walk.me(grant).statusCode()).isEqualTo(401);
        assertThat(send(token)).as("replayed").isEqualTo(400);
    }

    private static String account(String name, String group) {
        Invitations invitations = hub.bean(Invitations.class);
        Invitations.Secret secret = RowScope.system()
                .call(() -> invitations.invite(new UserName(name), Set.of(group), Caller.system("test")));
        return accepted(name, secret.text());
    }

    private static String accepted(String name, String secret) {
        Browser browser = new Browser(hub.port());
        browser.get("/idp/invitation");
        HttpResponse<String> page = browser.submit(
                "/idp/invitation", Map.of("secret", secret, "userName", name, "password", LOCAL_PASSWORD));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return name;
    }

    /** To the page that asks for the password, by the other door. */
    private static void toTheGlass(Walk walk) {
        HttpResponse<String> away = walk.begin(Map.of("breakGlass", "true"));
        assertThat(location(away)).startsWith(IdpServer.URL + "/idp/authorize?");
        walk.atTheHub.follow(walk.atTheHub.follow(away));
    }

    private static HttpResponse<String> password(Walk walk, String name) {
        return walk.atTheHub.submit("/idp/login", Map.of("userName", name, "password", LOCAL_PASSWORD));
    }

    /** The page after the right code, whose link leads back. */
    private static HttpResponse<String> confirmed(Walk walk, String name, byte[] secret) {
        toTheGlass(walk);
        HttpResponse<String> asked = walk.atTheHub.follow(password(walk, name));
        boolean first = asked.uri().getPath().equals("/idp/enrol");
        byte[] shared = first ? secretOn(asked) : secret;
        System.arraycopy(shared, 0, secret, 0, secret.length);
        // The second time the code of a moment ahead: each is good once.
        Instant when = first ? CLOCK.instant() : CLOCK.instant().plusSeconds(30);
        return walk.atTheHub.submit(asked.uri().getPath(), Map.of("code", TimeCodes.code(shared, when)));
    }

    private static Map<String, String> through(Walk walk, HttpResponse<String> confirmed) {
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        HttpResponse<String> issued = walk.atTheHub.get(Browser.link(confirmed).orElseThrow());
        return told(walk.atTheHub.follow(issued));
    }

    private static byte[] secretOn(HttpResponse<String> page) {
        Matcher shown = SHOWN_SECRET.matcher(page.body());
        assertThat(shown.find()).as(page.body()).isTrue();
        String text = Base32.ungrouped(shown.group(1));
        byte[] bytes = new byte[TimeCodes.SECRET_BYTES];
        int bits = 0;
        int buffer = 0;
        int next = 0;
        for (int at = 0; at < text.length(); at++) {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(at));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[next++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }

    private static ListAppender<ILoggingEvent> logOf(String name) {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(name)).addAppender(appender);
        return appender;
    }

    @Test
    void onTheDayOfTheGlassItsAccountComesInForAnHourWithTheRolesOfTwoAndEverybodyHearsOfIt() {
        StaffLogin administrator = StaffLogin.of(hub.behind, StaffPermission.STAFF_MANAGE);
        Browser desk = new Browser(hub.port());
        HttpResponse<String> invited = desk.send(desk.request("/api/staff/v1/login-accounts")
                .header("Authorization", administrator.authorization())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"userName\": \"for.the.day\", \"group\": \"break-glass\", \"reason\": \"for the day\"}")));
        assertThat(invited.statusCode()).as(invited.body()).isEqualTo(200);
        accepted("for.the.day", json(invited).path("secret").asText());
        ListAppender<ILoggingEvent> log = logOf("wallethub.staff.RedeemStaffCodeHandler");
        byte[] secret = new byte[TimeCodes.SECRET_BYTES];

        Walk trial = new Walk();
        assertThat(through(trial, confirmed(trial, "for.the.day", secret)))
                .as("the group gives no role")
                .containsEntry("error", "no_role");
        StaffId account = new StaffId(hub.behind
                .sql("select id from staff_account where issuer = :issuer")
                .param("issuer", IdpServer.URL + "/idp")
                .query(String.class)
                .single());
        StaffLogin.give(hub.behind, account, "administrator");

        Walk day = new Walk();
        JsonNode grant = day.redeem(through(day, confirmed(day, "for.the.day", secret)));
        assertThat(json(day.me(grant)).path("id").asText()).isEqualTo(account.text());
        assertThat(count("select count(*) from staff_session where account_id = '" + account
                        + "' and expires_at = created_at + interval '1 hour'"))
                .isEqualTo(1);
        assertThat(hub.bean(MeterRegistry.class)
                        .counter("hub.staff.broke.glass")
                        .count())
                .isEqualTo(1);
        assertThat(log.list).anySatisfy(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage()).startsWith("the glass was broken");
            assertThat(line.getKeyValuePairs().toString()).contains(account.text());
        });
        assertThat(count(
                        "select count(*) from access_audit where action = 'staff.login.break-glass' and caller = 'staff:"
                                + account + "'"))
                .isEqualTo(1);
        assertThat(count("select count(*) from access_audit join idp_account on id = object"
                        + " where action = 'idp.break-glass.login' and user_name = 'for.the.day'"))
                .isEqualTo(2);
    }

    @Test
    void nobodyElseComesInByTheOtherDoor() {
        long logins = count("select count(*) from idp_login");
        for (String group : List.of("staff", "administrators")) {
            Walk walk = new Walk();
            toTheGlass(walk);
            assertThat(password(walk, account("one.of." + group, group)).statusCode())
                    .as("an ordinary account, with its password: %s", group)
                    .isEqualTo(422);
        }
        assertThat(count("select count(*) from idp_login")).isEqualTo(logins);

        String glass = account("glass.no.more", "break-glass");
        Walk walk = new Walk();
        HttpResponse<String> confirmed = confirmed(walk, glass, new byte[TimeCodes.SECRET_BYTES]);
        hub.behind
                .sql("update idp_account set groups = '{staff}' where user_name = :name")
                .param("name", glass)
                .update();
        assertThat(through(walk, confirmed))
                .as("whatever the issuer lets through")
                .containsEntry("error", "login_failed");
        assertThat(count("select count(*) from staff_account where display_name = 'glass.no.more'"))
                .isZero();
        assertThat(location(new Walk().begin(Map.of("breakGlass", "false")))).startsWith(issuer.url());
    }
}
