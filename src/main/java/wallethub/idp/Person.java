package wallethub.idp;

import java.time.Instant;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Somebody who has shown his password and his code; what an id token tells of him. */
final class Person extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Account account;
    private final String session;
    private final Instant authenticatedAt;

    /** @param session names this login to whoever ends it */
    Person(Account account, String session, Instant authenticatedAt) {
        super(List.of());
        this.account = account;
        this.session = session;
        this.authenticatedAt = authenticatedAt;
        setAuthenticated(true);
    }

    Account account() {
        return account;
    }

    String session() {
        return session;
    }

    Instant authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public String getName() {
        return account.id().text();
    }

    @Override
    public Object getPrincipal() {
        return getName();
    }

    @Override
    public Object getCredentials() {
        return "";
    }
}
