package wallethub.idp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.staff.EmbeddedIssuer;

/**
 * OpenID Connect as Spring Authorization Server speaks it, put together by hand: the code flow with PKCE for the one client, and
 * nothing else of it. No chain of Spring Security is in force anywhere, and no HTTP session is ever made.
 */
@Component
@WhileIssuing
class Protocol {

    static final String AUTHORIZE = "/authorize";
    static final String TOKEN = "/token";
    static final String KEYS = "/jwks";
    static final String END_SESSION = "/end-session";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ID_TOKEN_LIFE = Duration.ofMinutes(5);

    private final IssuerClient client;
    private final IssuerKeys keys;
    private final OAuth2AuthorizationEndpointFilter authorization;
    private final OAuth2ClientAuthenticationFilter clientAuthentication;
    private final OAuth2TokenEndpointFilter token;
    private final Context context;

    Protocol(IssuerClient client, IssuerKeys keys, AuthorizationStore authorizations) {
        this.client = client;
        this.keys = keys;
        authorization = new OAuth2AuthorizationEndpointFilter(
                new ProviderManager(codeRequests(client, authorizations)), AUTHORIZE);
        authorization.setAuthenticationFailureHandler(this::refuse);
        ClientSecretAuthenticationProvider secret = new ClientSecretAuthenticationProvider(client, authorizations);
        secret.setPasswordEncoder(client);
        clientAuthentication = new OAuth2ClientAuthenticationFilter(new ProviderManager(secret), request -> true);
        clientAuthentication.setAuthenticationConverter(new ClientSecretBasicAuthenticationConverter());
        token = new OAuth2TokenEndpointFilter(
                new ProviderManager(new OAuth2AuthorizationCodeAuthenticationProvider(authorizations, tokens())),
                TOKEN);
        context = new Context(
                client.issuer(),
                AuthorizationServerSettings.builder().issuer(client.issuer()).build());
    }

    private record Context(String issuer, AuthorizationServerSettings settings) implements AuthorizationServerContext {

        @Override
        public String getIssuer() {
            return issuer;
        }

        @Override
        public AuthorizationServerSettings getAuthorizationServerSettings() {
            return settings;
        }
    }

    /** The client is the hub itself: whoever logs in is asked nothing, and nothing is remembered. */
    private static final class NoConsents implements OAuth2AuthorizationConsentService {

        @Override
        public void save(OAuth2AuthorizationConsent consent) {
            throw new UnsupportedOperationException("consent is never asked for");
        }

        @Override
        public void remove(OAuth2AuthorizationConsent consent) {
            throw new UnsupportedOperationException("consent is never asked for");
        }

        @Override
        public @Nullable OAuth2AuthorizationConsent findById(String client, String principal) {
            return null;
        }
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationProvider codeRequests(
            IssuerClient client, AuthorizationStore authorizations) {
        OAuth2AuthorizationCodeRequestAuthenticationProvider provider =
                new OAuth2AuthorizationCodeRequestAuthenticationProvider(client, authorizations, new NoConsents());
        Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> exact = Protocol::demandExactRedirect;
        provider.setAuthenticationValidator(exact.andThen(new OAuth2AuthorizationCodeRequestAuthenticationValidator()));
        return provider;
    }

    /** Also where the library would let the port of a loopback address differ. */
    private static void demandExactRedirect(OAuth2AuthorizationCodeRequestAuthenticationContext request) {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = request.getAuthentication();
        if (!request.getRegisteredClient().getRedirectUris().contains(String.valueOf(asked.getRedirectUri()))) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, OAuth2ParameterNames.REDIRECT_URI, null), null);
        }
    }

    private OAuth2TokenGenerator<? extends OAuth2Token> tokens() {
        JWKSource<SecurityContext> source = (JWKSelector selector, SecurityContext unused) ->
                selector.select(new com.nimbusds.jose.jwk.JWKSet(keys.signing()));
        JwtGenerator jwts = new JwtGenerator(new NimbusJwtEncoder(source));
        jwts.setJwtCustomizer(Protocol::describe);
        return new DelegatingOAuth2TokenGenerator(jwts, new OAuth2AccessTokenGenerator());
    }

    private static void describe(JwtEncodingContext token) {
        Person person = token.getPrincipal();
        token.getClaims()
                .claim("sid", person.session())
                .claim("auth_time", person.authenticatedAt().getEpochSecond())
                .claim("amr", List.of("pwd", "otp"))
                .claim(EmbeddedIssuer.PERSON_CLAIM, person.account().person())
                .claim("groups", person.account().groups().stream().sorted().toList())
                .claim("preferred_username", person.account().userName().text())
                .claim("name", person.account().userName().text())
                .claims(claims -> claims.compute("exp", (name, usual) -> end((Instant) claims.get("iat"))));
    }

    private static Instant end(@Nullable Instant issuedAt) {
        return Objects.requireNonNull(issuedAt, "a token says when it was issued")
                .plus(ID_TOKEN_LIFE);
    }

    /** With a person the browser goes back with a code; a request that is right but for that goes on to the login. */
    void authorize(HttpServletRequest request, HttpServletResponse response, @Nullable Person person, FilterChain login)
            throws IOException, ServletException {
        within(() -> {
            if (person != null) {
                SecurityContextHolder.setContext(new SecurityContextImpl(person));
            }
            authorization.doFilter(request, response, login);
        });
    }

    /** A fault in what may not be trusted to lead back stays here; any other goes back to the client. */
    private void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException fault)
            throws IOException {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked =
                fault instanceof OAuth2AuthorizationCodeRequestAuthenticationException known
                        ? known.getAuthorizationCodeRequestAuthentication()
                        : null;
        if (asked == null || asked.getRedirectUri() == null) {
            Page.of(request).fault(response, HttpServletResponse.SC_BAD_REQUEST, Words.BAD_REQUEST);
            return;
        }
        OAuth2Error error = ((OAuth2AuthorizationCodeRequestAuthenticationException) fault).getError();
        UriComponentsBuilder back = UriComponentsBuilder.fromUriString(asked.getRedirectUri())
                .queryParam(OAuth2ParameterNames.ERROR, "{error}");
        Map<String, Object> values = new LinkedHashMap<>(Map.of("error", error.getErrorCode()));
        if (asked.getState() != null) {
            back.queryParam(OAuth2ParameterNames.STATE, "{state}");
            values.put("state", asked.getState());
        }
        response.sendRedirect(back.encode().buildAndExpand(values).toUriString());
    }

    void token(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        within(() -> clientAuthentication.doFilter(
                request,
                response,
                (known, answer) -> token.doFilter(
                        known,
                        answer,
                        (passed, none) -> ((HttpServletResponse) none).setStatus(HttpServletResponse.SC_BAD_REQUEST))));
    }

    void keys(HttpServletResponse response) throws IOException {
        json(response, keys.published().toString(true));
    }

    void metadata(HttpServletResponse response) throws IOException {
        String issuer = client.issuer();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + AUTHORIZE);
        document.put("token_endpoint", issuer + TOKEN);
        document.put("jwks_uri", issuer + KEYS);
        document.put("end_session_endpoint", issuer + END_SESSION);
        document.put("scopes_supported", List.of("openid", "profile"));
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", List.of("query"));
        document.put("grant_types_supported", List.of("authorization_code"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("ES256"));
        document.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put(
                "claims_supported",
                List.of(
                        "sub",
                        "sid",
                        "auth_time",
                        "amr",
                        "groups",
                        EmbeddedIssuer.PERSON_CLAIM,
                        "preferred_username",
                        "name",
                        "nonce"));
        document.put("prompt_values_supported", List.of("none", "login"));
        json(response, JSON.writeValueAsString(document));
    }

    private static void json(HttpServletResponse response, String document) throws IOException {
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getWriter().write(document);
    }

    /** Something of the protocol that runs where the library looks for the issuer and for who asks. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, ServletException;
    }

    private void within(Step step) throws IOException, ServletException {
        AuthorizationServerContextHolder.setContext(context);
        try {
            step.run();
        } finally {
            AuthorizationServerContextHolder.resetContext();
            SecurityContextHolder.clearContext();
        }
    }
}
