package wallethub.staff;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What an operator watches: logins, those past the issuer, refusals by reason, refresh tokens used twice, sessions the issuer ended. */
@Component
class StaffMetrics {

    private final MeterRegistry meters;

    StaffMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void loggedIn() {
        meters.counter("hub.staff.logged.in").increment();
    }

    /** Alert on any: it is there for the day when the issuer is out of order. */
    void brokeGlass() {
        meters.counter("hub.staff.broke.glass").increment();
    }

    void refused(String reason) {
        meters.counter("hub.staff.refused", "reason", reason).increment();
    }

    void reused() {
        meters.counter("hub.staff.reused").increment();
    }

    void endedByIssuer(int sessions) {
        meters.counter("hub.staff.ended.by.issuer").increment(sessions);
    }
}
