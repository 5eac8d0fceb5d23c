package wallethub.mapping;

import java.time.Duration;
import java.util.function.Supplier;

/** The end of a transform's time, checked at every loop turn, function call and matched character; see {@link JsltTree}. */
final class Deadline {

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long endsAtNanos;

    private Deadline(Duration limit) {
        this.endsAtNanos = System.nanoTime() + limit.toNanos();
    }

    /** @throws MappingException {@code TRANSFORM_TIME} when the work is not done in time */
    static <T> T within(Duration limit, Supplier<T> work) {
        return ScopedValue.where(CURRENT, new Deadline(limit)).call(work::get);
    }

    static void check() {
        if (CURRENT.isBound() && System.nanoTime() - CURRENT.get().endsAtNanos > 0) {
            throw new MappingException("TRANSFORM_TIME", "the transform took longer than it may");
        }
    }
}
