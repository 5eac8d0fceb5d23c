package wallethub.mapping;

import java.util.Locale;

/** What one attempt of a delivery came to; the seven kinds that the {@code classify} block of a mapping can name. */
public enum Outcome {
    /** Done, and known to be done. */
    SUCCESS,
    /** A blip: the same bytes again after the back-off, one attempt spent. */
    RETRY,
    /** May have happened: wait for the target's fence, look up by our reference, then decide. */
    UNKNOWN,
    /** The target is down for everyone: it is paused and probed; no attempt is spent. */
    OUTAGE,
    /** Waits for a person or a date. */
    HOLD,
    /** Will never work as it is: dead letter; the key parks or goes on, as the policy says. */
    FATAL,
    /** Nothing to do, for a recorded reason. */
    DISCARD;

    public static Outcome named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
