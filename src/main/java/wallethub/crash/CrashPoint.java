package wallethub.crash;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The named points of a money walk at which {@code CrashIT} ends the process without a farewell.
 *
 * <p>Each is a call of {@link #reached()}, which does nothing unless {@link CrashSwitch} armed the point at start.
 */
public enum CrashPoint {
    AFTER_VERIFY,
    AFTER_INSERT,
    AFTER_ANSWER,
    BEFORE_CONFIRM,
    AFTER_CONFIRM,
    BEFORE_LEDGER_COMMIT,
    AFTER_LEDGER_COMMIT,
    BEFORE_APPROVAL_COMMIT,
    AFTER_APPROVAL_COMMIT,
    BEFORE_WAKE_UP,
    BEFORE_ERP_CALL,
    AFTER_ERP_ACCEPTED,
    AFTER_ERP_CALL,
    BEFORE_SETTLE,
    AFTER_SETTLE,
    DURING_KAFKA_SEND,
    AFTER_CHECKOUT_BEFORE_COMMIT,
    AFTER_FEED_PAGE,
    BEFORE_ORDER_COMMIT,
    AFTER_ORDER_COMMIT,
    BEFORE_CAPTURE_COMMIT,
    AFTER_CAPTURE_COMMIT,
    BEFORE_REFUND_COMMIT,
    AFTER_REFUND_COMMIT,
    BEFORE_RESCUE_COMMIT,
    AFTER_RESCUE_COMMIT;

    private static volatile @Nullable CrashPoint armed;
    private static final AtomicInteger passesLeft = new AtomicInteger();

    /** Ends the process here when this point is armed and has been passed often enough. */
    public void reached() {
        if (armed == this && passesLeft.getAndDecrement() == 0) {
            // As SIGKILL: no shutdown hook, no flush, no finally.
            Runtime.getRuntime().halt(137);
        }
    }

    static void arm(CrashPoint point, int passes) {
        passesLeft.set(passes);
        armed = point;
    }
}
