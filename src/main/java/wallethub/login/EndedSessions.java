package wallethub.login;

import java.time.Clock;
import org.springframework.stereotype.Component;
import wallethub.access.SessionWatch;

/** The customers' sessions that have ended while an access token of theirs may still be alive. */
@Component
class EndedSessions extends SessionWatch {

    EndedSessions(SessionStore store, LoginSettings settings, Clock clock) {
        super("login-ended-sessions", store, settings.accessLife(), clock);
    }
}
