package wallethub.certify;

import java.time.Duration;

/** How the delivery ends that met a fault, and what it comes to on the way. */
record Expected(End end, String first, Duration pause) {

    /** How it ends. */
    enum End {
        /** In the ERP, once; the next of the wallet after it. */
        SETTLED,
        /** A dead letter; the wallet's next wait. */
        PARKED,
        /** A dead letter; the wallet's next go on. */
        SKIPPED,
        /** Waits for a person; the wallet's next wait. */
        HELD
    }

    /** An answer that refuses, and what it is expected to come to. */
    record Refusal(String name, Trouble trouble, Expected expected) {}

    /** The first attempt ends it. */
    static Expected atOnce() {
        return new Expected(End.SETTLED, "", Duration.ZERO);
    }

    /** A later attempt ends it. */
    static Expected after(String first, Duration pause) {
        return new Expected(End.SETTLED, first, pause);
    }

    static Expected ends(End end) {
        return new Expected(end, "", Duration.ZERO);
    }
}
