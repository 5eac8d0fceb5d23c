package wallethub.lane;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import wallethub.lane.Delivery.Frozen;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Outcome;

/** A foreign system that remembers every call, and answers as it is told; it can hang, fail and answer late. */
final class FakeTarget implements DeliveryRunner {

    /** One call as the target saw it. */
    record Call(String key, String idem, int n, boolean succeeded, byte[] bytes) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final Map<String, AtomicInteger> runningByKey = new ConcurrentHashMap<>();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger runningMax = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    final AtomicInteger probes = new AtomicInteger();
    final AtomicInteger finds = new AtomicInteger();
    volatile Function<Assignment, Outcome> answer = assignment -> Outcome.SUCCESS;
    volatile Function<Assignment, Duration> takes = assignment -> Duration.ZERO;
    volatile Function<Assignment, Found> finding = assignment -> new Found.Absent();
    volatile boolean alive = true;

    @Override
    public List<Attempted> run(List<Assignment> assignments) {
        batches.add(assignments.size());
        return assignments.stream().map(this::one).toList();
    }

    private Attempted one(Assignment assignment) {
        Delivery delivery = assignment.delivery();
        AtomicInteger here = runningByKey.computeIfAbsent(delivery.key(), key -> new AtomicInteger());
        if (here.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        runningMax.accumulateAndGet(running.incrementAndGet(), Math::max);
        pause(takes.apply(assignment));
        Outcome outcome = answer.apply(assignment);
        running.decrementAndGet();
        here.decrementAndGet();
        Frozen kept = delivery.frozen();
        byte[] bytes = kept == null ? mapped(assignment) : kept.document();
        int n = Documents.parse(delivery.body()).orElseThrow().path("n").asInt();
        calls.add(new Call(delivery.key(), delivery.idem(), n, outcome == Outcome.SUCCESS, bytes));
        Classification said = new Classification(
                outcome,
                outcome.name(),
                null,
                "id-" + delivery.id(),
                "N-" + delivery.id(),
                null,
                assignment.mapping().deadLetter().onPoison());
        Frozen document = new Frozen(
                assignment.mapping().name(), assignment.mapping().version(), assignment.idempotencyKey(), bytes);
        return new Attempted(said, document, null, true);
    }

    private static byte[] mapped(Assignment assignment) {
        return ("{\"mapped\":" + assignment.mapping().version() + "}").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Found find(Assignment assignment) {
        finds.incrementAndGet();
        return finding.apply(assignment);
    }

    @Override
    public boolean probe(String route) {
        probes.incrementAndGet();
        return alive;
    }

    List<Integer> succeeded(String key) {
        List<Integer> numbers = new ArrayList<>();
        calls.stream()
                .filter(call -> call.key().equals(key) && call.succeeded())
                .forEach(call -> numbers.add(call.n()));
        return numbers;
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
