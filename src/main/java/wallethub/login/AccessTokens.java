package wallethub.login;

import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.SessionTokens;
import wallethub.access.SigningKeys;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;

/** The customers' access tokens; what they permit is the same for all customers. */
@Component
class AccessTokens implements BearerTokens {

    private final SessionTokens tokens;

    AccessTokens(LoginSettings settings, EndedSessions ended, Clock clock) {
        SessionTokens.Rules rules = new SessionTokens.Rules(
                settings.issuer(), settings.audience(), settings.accessLife(), CustomerId::isValid);
        SigningKeys keys = new SigningKeys("hub.login", settings.signingKeys(), settings.signingKid());
        tokens = new SessionTokens(rules, keys, ended, clock);
    }

    String sign(CustomerId customer, SessionId session, Instant now, Instant expiresAt) {
        return tokens.sign(customer.text(), session, now, expiresAt);
    }

    @Override
    public String paths() {
        return "/api/customer/";
    }

    @Override
    public Caller resolve(String token, String address) {
        SessionTokens.Holder holder = tokens.resolve(token);
        return Caller.customer(new CustomerId(holder.subject()), holder.session(), CustomerPermission.ALL, address);
    }
}
