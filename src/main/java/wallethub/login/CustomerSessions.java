package wallethub.login;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;

/** The sessions of customers, for the staff to see and to end; every method joins the caller's transaction. */
@Component
public class CustomerSessions {

    private final Sessions sessions;

    CustomerSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Those that are alive, the last used first. */
    public List<CustomerSession> alive(CustomerId customer) {
        return sessions.alive(customer).stream()
                .map(session ->
                        new CustomerSession(session.id(), session.createdAt(), session.usedAt(), session.expiresAt()))
                .toList();
    }

    /**
     * Its tokens are refused five seconds after the commit at the latest, on every instance.
     *
     * @return whether it was one of that customer's, and alive
     */
    public boolean end(SessionId session, CustomerId customer) {
        return sessions.end(session, customer);
    }
}
