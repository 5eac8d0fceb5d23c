package wallethub.staff;

import java.time.Clock;
import org.springframework.stereotype.Component;
import wallethub.access.SessionWatch;

/** The staff's sessions that have ended while an access token of theirs may still be alive. */
@Component
class EndedStaffSessions extends SessionWatch {

    EndedStaffSessions(StaffSessionStore store, StaffSettings settings, Clock clock) {
        super("staff-ended-sessions", store, settings.accessLife(), clock);
    }
}
