package wallethub.lane;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Tells the dispatchers of this process that something was committed for their lane. Only a shortcut: whoever misses it
 * finds the work by polling. Never a NOTIFY, which would serialise all committers.
 */
@Component
class WakeUps {

    private final Map<String, Runnable> sleepers = new ConcurrentHashMap<>();

    void register(String lane, Runnable wake) {
        sleepers.put(lane, wake);
    }

    void unregister(String lane, Runnable wake) {
        sleepers.remove(lane, wake);
    }

    void signal(Iterable<String> lanes) {
        for (String lane : lanes) {
            Runnable wake = sleepers.get(lane);
            if (wake != null) {
                wake.run();
            }
        }
    }
}
