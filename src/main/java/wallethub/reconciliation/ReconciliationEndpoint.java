package wallethub.reconciliation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;

/**
 * {@code /reconciliation} on the management port, for the same machine only: POST with a key asks for a run, GET lists the
 * last ones, GET with an id reads one. {@code ./hub reconcile} is its client.
 */
@Component
@Endpoint(id = "reconciliation")
class ReconciliationEndpoint {

    private static final int RUNS = 20;

    private final Reconciler reconciler;

    ReconciliationEndpoint(Reconciler reconciler) {
        this.reconciler = reconciler;
    }

    @ReadOperation
    Map<String, Object> runs() {
        List<Run> runs = reconciler.last(RUNS);
        return Map.of("runs", runs);
    }

    @ReadOperation
    @Nullable
    RunReport run(@Selector long id) {
        return reconciler.report(id).orElse(null);
    }

    /** Answers at once; the run goes on behind it. */
    @WriteOperation
    Map<String, Object> ask(String key) {
        return switch (reconciler.ask(key)) {
            case Reconciler.Asked.Begun begun -> {
                Thread.ofVirtual().name("reconciliation").start(() -> reconciler.work(begun.run()));
                yield answer("begun", begun.run());
            }
            case Reconciler.Asked.Known known -> answer("known", known.run());
            case Reconciler.Asked.Busy busy -> answer("busy", busy.other());
        };
    }

    private static Map<String, Object> answer(String outcome, Run run) {
        return Map.of("outcome", outcome, "run", run.id());
    }
}
