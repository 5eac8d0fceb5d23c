package wallethub.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.id.StoreId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.LoginKeys;
import wallethub.testing.PackageContext;
import wallethub.testing.TestStaff;

/** Client credentials for a short token (RFC 6749, 4.4), and what the token is good for. */
class TokenEndpointTests {

    private static final String ADDRESS = "192.0.2.80";
    private static final String GRANT = "grant_type=client_credentials";
    private static final JsonMapper JSON = new JsonMapper();
    private static final ShopFixture SHOP = new ShopFixture();
    private static final TokenEndpoint ENDPOINT = SHOP.context.getBean(TokenEndpoint.class);

    private final StoreId store = SHOP.store();
    private final String secret = SHOP.key(store, "client", "\"order.create\", \"order.view\"");

    @AfterAll
    static void end() {
        SHOP.close();
    }

    private static MockHttpServletResponse ask(String authorization, String form) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", TokenEndpoint.TOKEN);
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(form.getBytes(StandardCharsets.UTF_8));
        if (!authorization.isEmpty()) {
            request.addHeader("Authorization", authorization);
        }
        return served(request);
    }

    private static MockHttpServletResponse served(MockHttpServletRequest request) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            ENDPOINT.serve(request, response, ADDRESS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return response;
    }

    private String basic() {
        return basic(store.text(), secret);
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(MockHttpServletResponse response) {
        try {
            return JSON.readTree(response.getContentAsByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String token(MockHttpServletResponse response) {
        return json(response).path("access_token").asText();
    }

    private static void isRefused(String token, ErrorCode code) {
        assertThatThrownBy(() -> SHOP.tokens.resolve(token, ADDRESS))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aClientGetsATokenOfItsStoreForFiveMinutes() throws ParseException {
        MockHttpServletResponse response = ask(basic(), GRANT);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(response.getHeader("Pragma")).isEqualTo("no-cache");
        assertThat(json(response).path("token_type").asText()).isEqualTo("Bearer");
        assertThat(json(response).path("expires_in").asInt()).isEqualTo(300);
        assertThat(json(response).path("scope").asText()).isEqualTo("order.create order.view");

        SignedJWT jwt = SignedJWT.parse(token(response));
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("wallet-hub/store");
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo(store.text());
        assertThat(jwt.getJWTClaimsSet().getStringClaim("client_id")).isEqualTo(store.text());

        Caller caller = SHOP.tokens.resolve(token(response), ADDRESS);
        assertThat(caller.store()).isEqualTo(store);
        assertThat(caller.permissions()).containsExactlyInAnyOrder("order.create", "order.view");
        SHOP.clock.advance(Duration.ofMinutes(5).plusSeconds(29));
        assertThat(SHOP.tokens.resolve(token(response), ADDRESS).store()).isEqualTo(store);
        SHOP.clock.advance(Duration.ofSeconds(1));
        isRefused(token(response), ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void aTokenIsForNoMoreThanWasAskedFor() {
        MockHttpServletResponse response = ask(basic(), GRANT + "&scope=order.view");
        assertThat(json(response).path("scope").asText()).isEqualTo("order.view");
        Caller caller = SHOP.tokens.resolve(token(response), ADDRESS);
        assertThat(caller.may(StoreScope.ORDER_VIEW)).isTrue();
        assertThat(caller.may(StoreScope.ORDER_CREATE)).isFalse();
    }

    @Test
    void theSecretMayComeInTheForm() {
        assertThat(ask("", GRANT + "&client_id=" + store + "&client_secret=" + secret)
                        .getStatus())
                .isEqualTo(200);
        assertThat(ask(basic(), GRANT + "&client_id=" + store).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, invalid_request",
        "grant_type=, 400, invalid_request",
        "grant_type=password, 400, unsupported_grant_type",
        "grant_type=client_credentials&grant_type=client_credentials, 400, invalid_request",
        "grant_type=client_credentials&client_secret=x, 400, invalid_request",
        "grant_type=client_credentials&client_id=another, 400, invalid_request",
        "grant_type=client_credentials&scope=order.rescue, 400, invalid_scope",
        "grant_type=client_credentials&scope=order.view+everything, 400, invalid_scope",
        "grant_type=%zz, 400, invalid_request",
        "a&b&c&d&e&f&g&h&i&j&k, 400, invalid_request"
    })
    void whatIsNoGoodRequestIsRefusedAsTheRfcSays(String form, int status, String error) {
        MockHttpServletResponse response = ask(basic(), form);
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(json(response).path("error").asText()).isEqualTo(error);
        assertThat(json(response).has("access_token")).isFalse();
    }

    @Test
    void whoeverIsNoClientHearsTheSameForEveryReason() {
        StoreId other = SHOP.store();
        String api = SHOP.key(store, "api", "\"order.view\"");
        String ended = SHOP.key(store, "client", "\"order.view\"");
        SHOP.revoke(store, "sky_" + ended.substring(4, 30));
        StoreId closed = SHOP.store();
        String ofClosed = SHOP.key(closed, "client", "\"order.view\"");
        SHOP.close(closed);
        for (String authorization : List.of(
                "",
                "Bearer " + secret,
                basic(other.text(), secret),
                basic(store.text(), ""),
                basic("", secret),
                basic(store.text(), secret.substring(0, secret.length() - 1)),
                basic(store.text(), api),
                basic(store.text(), ended),
                basic(closed.text(), ofClosed),
                basic(StoreId.next().text(), secret))) {
            MockHttpServletResponse response = ask(authorization, GRANT);
            assertThat(response.getStatus()).as(authorization).isEqualTo(401);
            assertThat(response.getHeader("WWW-Authenticate")).startsWith("Basic ");
            assertThat(json(response).path("error").asText()).isEqualTo("invalid_client");
        }
        assertThat(ask("Basic %%%", GRANT).getStatus()).isEqualTo(400);
    }

    @Test
    void onlyAFormIsPostedAndOnlyHere() {
        MockHttpServletRequest json = new MockHttpServletRequest("POST", TokenEndpoint.TOKEN);
        json.setContentType("application/json");
        json.setContent("{}".getBytes(StandardCharsets.UTF_8));
        json.addHeader("Authorization", basic());
        assertThat(served(json).getStatus()).isEqualTo(400);
        MockHttpServletResponse got = served(new MockHttpServletRequest("GET", TokenEndpoint.TOKEN));
        assertThat(got.getStatus()).isEqualTo(405);
        assertThat(got.getHeader("Allow")).isEqualTo("POST");
        assertThat(served(new MockHttpServletRequest("POST", TokenEndpoint.TOKEN + "s"))
                        .getStatus())
                .isEqualTo(404);
        assertThat(ask(basic(), GRANT + "&x=" + "y".repeat(5_000)).getStatus()).isEqualTo(400);
    }

    @Test
    void aTokenEndsWithItsKeyAndItsStore() {
        String token = token(ask(basic(), GRANT));
        assertThat(SHOP.tokens.resolve(token, ADDRESS).store()).isEqualTo(store);
        SHOP.revoke(store, "sky_" + secret.substring(4, 30));
        isRefused(token, ErrorCode.AUTH_REQUIRED);

        String second = SHOP.key(store, "client", "\"order.view\"");
        String other = token(ask(basic(store.text(), second), GRANT));
        SHOP.close(store);
        isRefused(other, ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void aClientSecretIsGoodAtTheTokenEndpointOnly() {
        isRefused(secret, ErrorCode.AUTH_REQUIRED);
    }

    @Test
    void nothingButOurOwnTokenIsOne() throws JOSEException {
        String good = token(ask(basic(), GRANT));
        JWTClaimsSet claims = claims(good);
        isRefused(signed(claims, LoginKeys.SIGNING_KEY, LoginKeys.SHOP_KID), ErrorCode.AUTH_REQUIRED);
        isRefused(signed(claims, LoginKeys.SHOP_SIGNING_KEY, "other"), ErrorCode.AUTH_REQUIRED);
        for (Map.Entry<String, Object> change : Map.<String, Object>of(
                        "aud", "wallet-hub/customer",
                        "iss", "somebody",
                        "sub", SHOP.store().text(),
                        "client_id", SHOP.store().text(),
                        "key_id", "sky_nothing",
                        "scope", 7,
                        "more", "of it")
                .entrySet()) {
            JWTClaimsSet changed = new JWTClaimsSet.Builder(claims)
                    .claim(change.getKey(), change.getValue())
                    .build();
            isRefused(signed(changed, LoginKeys.SHOP_SIGNING_KEY, LoginKeys.SHOP_KID), ErrorCode.AUTH_REQUIRED);
        }
        // A scope that the key has not is no scope, whoever signed it.
        JWTClaimsSet more = new JWTClaimsSet.Builder(claims)
                .claim("scope", "order.rescue order.view everything")
                .build();
        assertThat(SHOP.tokens
                        .resolve(signed(more, LoginKeys.SHOP_SIGNING_KEY, LoginKeys.SHOP_KID), ADDRESS)
                        .permissions())
                .containsExactly("order.view");
        isRefused(good + "x", ErrorCode.AUTH_REQUIRED);
        isRefused("e30.e30.e30", ErrorCode.AUTH_REQUIRED);
        isRefused("x".repeat(5_000), ErrorCode.AUTH_REQUIRED);
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(JWTClaimsSet claims, ECKey key, String kid) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(kid)
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    @Test
    void noKeyOfAnotherAudienceSignsHere() {
        for (ECKey theirs : List.of(LoginKeys.SIGNING_KEY, LoginKeys.STAFF_SIGNING_KEY)) {
            assertThatThrownBy(() -> PackageContext.of(
                                    SHOP.database,
                                    SHOP.clock,
                                    Map.of("hub.shop.signing-keys." + LoginKeys.SHOP_KID, theirs.toJSONString()),
                                    ShopFixture.Packages.class,
                                    TestStaff.class)
                            .close())
                    .hasStackTraceContaining("HUB_SHOP_SIGNINGKEYS");
        }
    }
}
