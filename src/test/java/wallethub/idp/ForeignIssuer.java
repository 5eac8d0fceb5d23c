package wallethub.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/**
 * A company's own OpenID provider: Spring Authorization Server as it comes, with its own users, keys and port, in a context that
 * knows nothing of the hub.
 */
final class ForeignIssuer implements AutoCloseable {

    static final String CLIENT = "wallet-hub-of-the-company";
    static final String SECRET = "secret+of/the company-0123456789";
    static final String PASSWORD = "a password of the company";
    static final String ACR = "urn:company:two-factors";

    private final ConfigurableApplicationContext context;
    private volatile RSAKey key = freshKey();
    private volatile Fault fault = new Fault("/nothing", Mood.WELL);
    private CountDownLatch calm = new CountDownLatch(1);

    /** How it answers. */
    enum Mood {
        WELL,
        /** Not before somebody else has lost patience. */
        SLOW,
        HUGE,
        BROKEN
    }

    private record Fault(String path, Mood mood) {}

    /** @param hub where browsers reach it */
    ForeignIssuer(String hub) {
        context = new SpringApplicationBuilder(Provider.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.config.name=nothing-of-the-hub",
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.main.banner-mode=off")
                .initializers(fresh -> {
                    GenericApplicationContext beans = (GenericApplicationContext) fresh;
                    beans.registerBean("issuer", ForeignIssuer.class, () -> this);
                    beans.registerBean("clients", RegisteredClientRepository.class, () -> client(hub));
                })
                .run();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The old key is gone, as after a leak. */
    void rotate() {
        key = freshKey();
    }

    /** What is below that path is answered so, until it is {@link #well}. */
    void becomes(Mood mood, String path) {
        calm = new CountDownLatch(1);
        fault = new Fault(path, mood);
    }

    void well() {
        fault = new Fault("/nothing", Mood.WELL);
        calm.countDown();
    }

    String signed(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** As it publishes it. */
    byte[] publicKey() {
        try {
            return key.toRSAPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey freshKey() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID("company-" + UUID.randomUUID())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RegisteredClientRepository client(String hub) {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId("hub")
                .clientId(CLIENT)
                .clientSecret("{noop}" + SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(hub + "/api/staff/v1/auth/callback")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .build());
    }

    @EnableWebSecurity
    @Import({ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class})
    static class Provider {

        @Bean
        @Order(1)
        SecurityFilterChain protocol(HttpSecurity http) throws Exception {
            OAuth2AuthorizationServerConfigurer server = OAuth2AuthorizationServerConfigurer.authorizationServer();
            return http.securityMatcher(server.getEndpointsMatcher())
                    .with(server, protocol -> protocol.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .exceptionHandling(
                            faults -> faults.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain login(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    // Its own page has a field that our browser does not know.
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("fatima")
                            .password("{noop}" + PASSWORD)
                            .authorities("wallet finance", "everybody")
                            .build(),
                    User.withUsername("gustav")
                            .password("{noop}" + PASSWORD)
                            .authorities("gardeners")
                            .build());
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        JWKSource<SecurityContext> keys(ForeignIssuer issuer) {
            return (selector, unused) -> selector.select(new JWKSet(List.<JWK>of(issuer.key)));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return token -> {
                if (OidcParameterNames.ID_TOKEN.equals(token.getTokenType().getValue())) {
                    token.getClaims()
                            .claim("acr", ACR)
                            .claim("amr", List.of("pwd", "otp"))
                            .claim("name", "Somebody of the company")
                            .claim(
                                    "groups",
                                    token.getPrincipal().getAuthorities().stream()
                                            .map(GrantedAuthority::getAuthority)
                                            .toList());
                }
            };
        }

        @Bean
        FilterRegistrationBean<Filter> faults(ForeignIssuer issuer) {
            FilterRegistrationBean<Filter> first = new FilterRegistrationBean<>((request, response, chain) -> {
                if (issuer.isWell((HttpServletRequest) request, (HttpServletResponse) response)) {
                    chain.doFilter(request, response);
                }
            });
            first.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return first;
        }
    }

    private boolean isWell(HttpServletRequest request, HttpServletResponse response) throws java.io.IOException {
        Fault now = fault;
        if (!request.getRequestURI().startsWith(now.path())) {
            return true;
        }
        return switch (now.mood()) {
            case WELL -> true;
            case SLOW -> {
                waitUntilWell();
                yield true;
            }
            case BROKEN -> {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                yield false;
            }
            case HUGE -> {
                response.setContentType("application/json");
                response.getOutputStream()
                        .print("{\"issuer\": \"" + url() + "\", \"more\": \"" + "x".repeat(1024 * 1024) + "\"}");
                yield false;
            }
        };
    }

    private void waitUntilWell() {
        try {
            if (!calm.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody lost patience");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        well();
        context.close();
    }
}
