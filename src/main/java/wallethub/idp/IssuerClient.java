package wallethub.idp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import wallethub.staff.StaffLoginUrls;

/** The one client of the issuer, the hub itself; its secret follows from {@code hub.idp.secret} and lies nowhere. */
@Component
@WhileIssuing
class IssuerClient implements RegisteredClientRepository, PasswordEncoder {

    static final String ID = "wallet-hub";
    static final Duration CODE_LIFE = Duration.ofMinutes(1);

    private static final int LONGEST_URI = 2_000;
    private final String url;
    private final String issuer;
    private final String secret;
    private final RegisteredClient registered;

    IssuerClient(IdpSettings settings, IdpSecrets secrets) {
        url = settings.url();
        issuer = settings.issuer();
        secret = secrets.keyed("client", ID);
        registered = RegisteredClient.withId(ID)
                .clientId(ID)
                .clientSecret(secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(StaffLoginUrls.callback(URI.create(settings.url())).toString())
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(CODE_LIFE)
                        .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                        .accessTokenTimeToLive(CODE_LIFE)
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .build())
                .build();
    }

    String issuer() {
        return issuer;
    }

    String secret() {
        return secret;
    }

    String redirectUri() {
        return registered.getRedirectUris().iterator().next();
    }

    /** Where a browser goes after a logout; null when it may not be sent there: only to the hub itself. */
    @Nullable
    String afterLogout(String asked, String state) {
        if (!asked.startsWith(url + "/") || asked.length() > LONGEST_URI) {
            return null;
        }
        UriComponentsBuilder back = UriComponentsBuilder.fromUriString(asked);
        return state.isEmpty()
                ? back.encode().toUriString()
                : back.queryParam("state", "{state}")
                        .encode()
                        .buildAndExpand(state)
                        .toUriString();
    }

    RegisteredClient registered() {
        return registered;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("there is one client");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return id.equals(ID) ? registered : null;
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        return findById(id);
    }

    @Override
    public String encode(CharSequence raw) {
        return raw.toString();
    }

    /** 256 random bits: nothing slows down whoever guesses them, and nothing has to. */
    @Override
    public boolean matches(CharSequence raw, String expected) {
        return MessageDigest.isEqual(
                raw.toString().getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
