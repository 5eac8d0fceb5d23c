package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.idp.StaffWalk.json;
import static wallethub.idp.StaffWalk.location;
import static wallethub.idp.StaffWalk.told;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

    private static StaffWalk walk() {
        return new StaffWalk(hub, issuer, CLOCK);
    }

    private static long count(String sql) {
        return hub.behind.sql(sql).query(Long.class).single();
    }

    @Test
    void aPersonOfTheCompanyLogsInWithTheRolesOfTheGroups() {
        StaffWalk walk = walk();
        JsonNode grant = walk.redeem(walk.login("fatima"));
        HttpResponse<String> me = walk.me(grant);
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(json(me).path("permissions").toString())
                .contains("transfer.confirm")
                .doesNotContain("role.edit");
        assertThat(walk().login("gustav")).as("of another group").containsEntry("error", "no_role");
    }

    /** Both hold what the other one made, and neither gets in with it. */
    @Test
    void aCodeThatIsNotOfThisLoginIsNoGood() {
        StaffWalk thief = walk();
        StaffWalk victim = walk();
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
        assertThat(walk().login("fatima")).containsKey("code");
        StaffWalk walk = walk();
        HttpResponse<String> code = walk.code("fatima");
        issuer.rotate();
        CLOCK.shift = CLOCK.shift.plusSeconds(11);
        assertThat(told(walk.atTheHub.follow(code))).containsKey("code");
    }

    @Test
    void anIssuerThatIsSlowOrSendsTooMuchOrNothingIsSaidToBeUnavailable() {
        HttpResponse<String> code = walk().code("fatima");
        StaffWalk walk = walk();
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
        StaffWalk walk = walk();
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
                "/idp/invitation", Map.of("secret", secret, "userName", name, "password", StaffWalk.LOCAL_PASSWORD));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return name;
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

        StaffWalk trial = walk();
        assertThat(trial.through(trial.confirmed("for.the.day", secret)))
                .as("the group gives no role")
                .containsEntry("error", "no_role");
        StaffId account = new StaffId(hub.behind
                .sql("select id from staff_account where issuer = :issuer")
                .param("issuer", IdpServer.URL + "/idp")
                .query(String.class)
                .single());
        StaffLogin.give(hub.behind, account, "administrator");

        StaffWalk day = walk();
        JsonNode grant = day.redeem(day.through(day.confirmed("for.the.day", secret)));
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
            StaffWalk walk = walk();
            walk.toTheGlass();
            assertThat(walk.password(account("one.of." + group, group)).statusCode())
                    .as("an ordinary account, with its password: %s", group)
                    .isEqualTo(422);
        }
        assertThat(count("select count(*) from idp_login")).isEqualTo(logins);

        String glass = account("glass.no.more", "break-glass");
        StaffWalk walk = walk();
        HttpResponse<String> confirmed = walk.confirmed(glass, new byte[TimeCodes.SECRET_BYTES]);
        hub.behind
                .sql("update idp_account set groups = '{staff}' where user_name = :name")
                .param("name", glass)
                .update();
        assertThat(walk.through(confirmed))
                .as("whatever the issuer lets through")
                .containsEntry("error", "login_failed");
        assertThat(count("select count(*) from staff_account where display_name = 'glass.no.more'"))
                .isZero();
        assertThat(location(walk().begin(Map.of("breakGlass", "false")))).startsWith(issuer.url());
    }
}
