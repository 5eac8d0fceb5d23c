package wallethub.idp;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.instantOrNull;
import static wallethub.database.Timestamps.timestamp;

import java.security.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;

/**
 * Authorization codes in rows of their own: of a code there is the hash, no token is kept at all, and whoever exchanges a code
 * second gets nothing, however close behind the first.
 */
@Component
@WhileIssuing
class AuthorizationStore implements OAuth2AuthorizationService {

    private static final Logger log = LoggerFactory.getLogger(AuthorizationStore.class);
    private static final int PURGED_AT_ONCE = 100;

    private final JdbcClient jdbc;
    private final IssuerClient client;
    private final Clock clock;

    AuthorizationStore(JdbcClient jdbc, IssuerClient client, Clock clock) {
        this.jdbc = jdbc;
        this.client = client;
        this.clock = clock;
    }

    /** Twice: with a new code, and when it was exchanged. */
    @Override
    public void save(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
                Objects.requireNonNull(authorization.getToken(OAuth2AuthorizationCode.class));
        byte[] hash = TokenHash.of(code.getToken().getTokenValue());
        RowScope.system().run(() -> {
            if (code.isInvalidated()) {
                use(hash);
            } else {
                insert(hash, authorization, code.getToken());
            }
        });
    }

    private void insert(byte[] hash, OAuth2Authorization authorization, OAuth2AuthorizationCode code) {
        OAuth2AuthorizationRequest request =
                Objects.requireNonNull(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        Person person = Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
        Map<String, Object> more = request.getAdditionalParameters();
        purge();
        jdbc.sql("""
                        insert into idp_authorization (code_hash, id, account_id, session, authenticated_at, redirect_uri,
                            scopes, nonce, code_challenge, issued_at, expires_at)
                        values (:hash, :id, :account, :session, :authenticatedAt, :redirectUri,
                            string_to_array(:scopes, ' '), :nonce, :challenge, :issuedAt, :expiresAt)
                        """)
                .param("hash", hash)
                .param("id", authorization.getId())
                .param("account", person.account().id().text())
                .param("session", person.session())
                .param("authenticatedAt", timestamp(person.authenticatedAt()))
                .param("redirectUri", request.getRedirectUri())
                .param("scopes", String.join(" ", authorization.getAuthorizedScopes()))
                .param("nonce", more.get(OidcParameterNames.NONCE))
                .param("challenge", more.get(PkceParameterNames.CODE_CHALLENGE))
                .param("issuedAt", timestamp(Objects.requireNonNull(code.getIssuedAt())))
                .param("expiresAt", timestamp(Objects.requireNonNull(code.getExpiresAt())))
                .update();
    }

    private void use(byte[] hash) {
        int used = jdbc.sql("update idp_authorization set used_at = :now where code_hash = :hash and used_at is null")
                .param("hash", hash)
                .param("now", timestamp(clock.instant()))
                .update();
        if (used == 0) {
            // Two at the same moment, or its account was renewed or disabled meanwhile.
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        throw new UnsupportedOperationException("authorizations expire");
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        throw new UnsupportedOperationException("nothing refers to an authorization by its id");
    }

    /** By its code only: nothing else of it is kept. */
    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        if (type != null && !type.getValue().equals(OAuth2ParameterNames.CODE)) {
            return null;
        }
        Optional<OAuth2Authorization> found = RowScope.system()
                .call(() -> jdbc.sql("""
                                select c.id as authorization_id, c.session, c.authenticated_at, c.redirect_uri, c.scopes,
                                    c.nonce, c.code_challenge, c.issued_at, c.expires_at, c.used_at,
                                    a.id, coalesce(a.person, a.id) as person, a.user_name, a.password_hash, a.groups, a.totp_kid, a.totp_sealed, a.totp_step,
                                    a.disabled_at
                                from idp_authorization c join idp_account a on a.id = c.account_id
                                where c.code_hash = :hash and a.disabled_at is null
                                """)
                        .param("hash", TokenHash.of(token))
                        .query((row, number) -> authorization(token, row))
                        .optional());
        return found.orElse(null);
    }

    private OAuth2Authorization authorization(String code, ResultSet row) throws SQLException {
        Person person =
                new Person(AccountStore.account(row, 0), row.getString("session"), instant(row, "authenticated_at"));
        boolean used = instantOrNull(row, "used_at") != null;
        if (used) {
            log.atError().addKeyValue("account", person.account().id()).log("an authorization code came a second time");
        }
        OAuth2AuthorizationCode token =
                new OAuth2AuthorizationCode(code, instant(row, "issued_at"), instant(row, "expires_at"));
        return OAuth2Authorization.withRegisteredClient(client.registered())
                .id(row.getString("authorization_id"))
                .principalName(person.getName())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizedScopes(Rows.texts(row, "scopes"))
                .attribute(Principal.class.getName(), person)
                .attribute(OAuth2AuthorizationRequest.class.getName(), request(row))
                .token(token, metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, used))
                .build();
    }

    private OAuth2AuthorizationRequest request(ResultSet row) throws SQLException {
        Map<String, Object> more = new HashMap<>();
        more.put(PkceParameterNames.CODE_CHALLENGE, row.getString("code_challenge"));
        more.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
        if (row.getString("nonce") != null) {
            more.put(OidcParameterNames.NONCE, row.getString("nonce"));
        }
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(client.issuer() + "/authorize")
                .clientId(client.registered().getClientId())
                .redirectUri(row.getString("redirect_uri"))
                .scopes(Rows.texts(row, "scopes"))
                .additionalParameters(more)
                .build();
    }

    private void purge() {
        jdbc.sql("""
                        delete from idp_authorization where code_hash in (
                            select code_hash from idp_authorization where expires_at < :now limit :most
                            for update skip locked)
                        """)
                .param("now", timestamp(clock.instant()))
                .param("most", PURGED_AT_ONCE)
                .update();
    }
}
