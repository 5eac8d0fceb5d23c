package wallethub.lane;

import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.mapping.Mapping;

/** Carries out attempts outside any transaction. Never throws: whatever goes wrong is an {@link Attempted}. */
public interface DeliveryRunner {

    /** One attempt each, of different keys; the answers in the order of the assignments. */
    List<Attempted> run(List<Assignment> assignments);

    /** How many deliveries of a mapping one call may take, where the lane takes so many at most. */
    default int atOnce(Mapping mapping, int batch) {
        return batch;
    }

    /** After an unknown outcome: asks the target for our reference. */
    Found find(Assignment assignment);

    /** Whether the target answers; false as well when there is no way to ask. */
    boolean probe(String route);

    /** What a look-up by reference found. */
    sealed interface Found {

        /** Nothing, or something half-finished: the same bytes go out again. */
        record Absent() implements Found {}

        record One(String foreignId, @Nullable String foreignNumber) implements Found {}

        /** An alarm, not a choice. */
        record Many(int count) implements Found {}

        /** The look-up itself failed. */
        record Failed(Attempted attempt) implements Found {}
    }
}
