package wallethub.crash;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Arms one crash point: {@code hub.crash.at=AFTER_VERIFY:3} passes the point three times and ends the process at the
 * fourth. Exists in the profile {@code crash-test} only; without it the setting has no effect.
 */
@Component
@Profile("crash-test")
class CrashSwitch {

    CrashSwitch(@Value("${hub.crash.at:}") String at) {
        if (!at.isBlank()) {
            String[] parts = at.split(":", 2);
            CrashPoint.arm(CrashPoint.valueOf(parts[0]), parts.length == 1 ? 0 : Integer.parseInt(parts[1]));
        }
    }
}
