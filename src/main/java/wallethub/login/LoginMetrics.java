package wallethub.login;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** What an operator watches: codes sent and used, refusals by reason, refresh tokens used twice. */
@Component
class LoginMetrics {

    private final MeterRegistry meters;

    LoginMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void sent() {
        meters.counter("hub.login.sent").increment();
    }

    /** No message goes out, and nobody is told. */
    void notSent(String reason) {
        meters.counter("hub.login.not.sent", "reason", reason).increment();
    }

    void verified() {
        meters.counter("hub.login.verified").increment();
    }

    void refused(String reason) {
        meters.counter("hub.login.refused", "reason", reason).increment();
    }

    void tripped() {
        meters.counter("hub.login.tripped").increment();
    }

    void reused() {
        meters.counter("hub.login.reused").increment();
    }
}
