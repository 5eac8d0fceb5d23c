package wallethub.lane;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import wallethub.lane.DeliveryRunner.Found;
import wallethub.mapping.Mapping;
import wallethub.mapping.Mapping.Classification;
import wallethub.mapping.Mapping.OnPoison;
import wallethub.mapping.Outcome;

/** Makes attempts: what is decided without a call, the look-up after an unknown outcome, the call itself. */
final class Attempts {

    private final LaneParts parts;
    private final DeliveryRunner runner;
    private final Breaker breaker;
    private final Verdicts verdicts;

    Attempts(LaneParts parts, DeliveryRunner runner, Breaker breaker) {
        this.parts = parts;
        this.runner = runner;
        this.breaker = breaker;
        verdicts = new Verdicts(parts.clock(), parts.settings().hold());
    }

    /** The mapping in force: the one a letter named, or the subscriber of the event on this lane. */
    Optional<Mapping> mappingOf(Delivery delivery) {
        String named = delivery.mappingName();
        return named == null
                ? parts.mappings().get().find(delivery.kind(), delivery.lane())
                : parts.mappings().get().find(named);
    }

    /** One end for each delivery, in their order. */
    List<Finished> of(List<Delivery> deliveries) {
        long since = System.nanoTime();
        Map<Integer, Finished> ends = new TreeMap<>();
        List<Integer> places = new ArrayList<>();
        List<Assignment> calls = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            Delivery delivery = deliveries.get(i);
            Optional<Mapping> mapping = mappingOf(delivery);
            Optional<Finished> early = mapping.isEmpty()
                    ? Optional.of(withoutMapping(delivery))
                    : withoutCall(assignment(delivery, mapping.get()), since);
            if (early.isPresent()) {
                ends.put(i, early.get());
            } else {
                places.add(i);
                calls.add(assignment(delivery, mapping.orElseThrow()));
            }
        }
        List<Attempted> answers = calls.isEmpty() ? List.of() : runner.run(calls);
        for (int i = 0; i < answers.size(); i++) {
            ends.put(places.get(i), end(calls.get(i), answers.get(i), since));
        }
        return List.copyOf(ends.values());
    }

    /** Waits for the end of the outage only. */
    Finished dueAtReopening(Finished end) {
        Verdict.Wait wait = (Verdict.Wait) end.verdict();
        Verdict due =
                new Verdict.Wait(wait.reason(), Duration.ZERO, false, wait.unknown(), wait.code(), wait.message());
        return new Finished(
                end.delivery(), end.mapping(), due, end.document(), end.stack(), end.durationMs(), parts.secrets());
    }

    Finished withoutMapping(Delivery delivery) {
        Verdict waits = new Verdict.Wait(
                "hold", Duration.ofMinutes(1), false, delivery.unknown(), Verdicts.MAPPING_REMOVED, null);
        return new Finished(delivery, null, waits, delivery.frozen(), null, 0, parts.secrets());
    }

    private Assignment assignment(Delivery delivery, Mapping mapping) {
        return new Assignment(delivery, mapping, idempotencyKey(delivery, mapping));
    }

    private static String idempotencyKey(Delivery delivery, Mapping mapping) {
        Delivery.Frozen frozen = delivery.frozen();
        String kept = frozen == null ? null : frozen.idempotencyKey();
        if (kept != null) {
            return kept;
        }
        String stored =
                delivery.isLetter() ? delivery.idem().substring(delivery.lane().length() + 1) : delivery.idem();
        return Documents.parse(delivery.body())
                .flatMap(document -> evaluated(mapping, document))
                .orElse(stored);
    }

    private static Optional<String> evaluated(Mapping mapping, JsonNode document) {
        try {
            return mapping.idempotencyKey(document);
        } catch (RuntimeException e) {
            return Optional.empty(); // the mapping's mistake; the event's own key is as stable
        }
    }

    private Optional<Finished> withoutCall(Assignment assignment, long since) {
        Delivery delivery = assignment.delivery();
        Mapping mapping = assignment.mapping();
        if (delivery.headers().containsKey(Delivery.UNKEYED) && !isKeyed(assignment)) {
            return Optional.of(dead(
                    assignment, Verdicts.KEY_NOT_EVALUATED, "its ordering key cannot be evaluated", OnPoison.PARK_KEY));
        }
        if (verdicts.isExpired(delivery, mapping)) {
            return Optional.of(expired(assignment, since));
        }
        if (delivery.unknown() && mapping.delivery().find() != null) {
            return afterLookUp(assignment, since);
        }
        return Optional.empty();
    }

    /** Worthless now, and nobody could mend it: no dead letter, only the record. */
    private Finished expired(Assignment assignment, long since) {
        parts.metrics()
                .attempt(assignment.delivery().lane(), assignment.mapping().name(), Outcome.DISCARD.name());
        return finished(assignment, new Verdict.Settle(false, Verdicts.EXPIRED, null, null), null, null, since);
    }

    private static boolean isKeyed(Assignment assignment) {
        return Documents.parse(assignment.delivery().body())
                .flatMap(document -> assignment.mapping().orderingKey(document))
                .isPresent();
    }

    /** Empty when the target does not have it: the same bytes go out again. */
    private Optional<Finished> afterLookUp(Assignment assignment, long since) {
        return switch (runner.find(assignment)) {
            case Found.Absent absent -> Optional.empty();
            case Found.One one ->
                Optional.of(finished(
                        assignment,
                        new Verdict.Settle(true, "FOUND_BY_REFERENCE", one.foreignId(), one.foreignNumber()),
                        null,
                        null,
                        since));
            case Found.Many many ->
                Optional.of(dead(
                        assignment,
                        Verdicts.DUPLICATE_DOCUMENT,
                        many.count() + " foreign documents for one reference",
                        OnPoison.PARK_KEY));
            case Found.Failed failed -> Optional.of(end(assignment, stillUnknown(failed.attempt()), since));
        };
    }

    /** A look-up that failed leaves the delivery as unknown as it was, unless the whole target is down. */
    private static Attempted stillUnknown(Attempted lookUp) {
        Classification said = lookUp.classification();
        Outcome outcome = said.outcome() == Outcome.OUTAGE ? Outcome.OUTAGE : Outcome.UNKNOWN;
        return new Attempted(
                new Classification(
                        outcome, said.code(), said.message(), null, null, said.retryAfter(), said.onPoison()),
                null,
                lookUp.stack(),
                lookUp.spendsAttempt());
    }

    private Finished end(Assignment assignment, Attempted attempted, long since) {
        Delivery delivery = assignment.delivery();
        Mapping mapping = assignment.mapping();
        parts.metrics()
                .attempt(
                        delivery.lane(),
                        mapping.name(),
                        attempted.classification().outcome().name());
        Verdict verdict = verdicts.of(delivery, mapping, attempted, breaker.isOpen());
        return finished(assignment, verdict, attempted.document(), attempted.stack(), since);
    }

    private Finished dead(Assignment assignment, String code, String message, OnPoison onPoison) {
        parts.metrics()
                .attempt(assignment.delivery().lane(), assignment.mapping().name(), Outcome.FATAL.name());
        boolean unknown = assignment.delivery().unknown();
        Verdict dies = new Verdict.Die("fatal", unknown, onPoison, code, message);
        return finished(assignment, dies, null, null, System.nanoTime());
    }

    private Finished finished(
            Assignment assignment,
            Verdict verdict,
            Delivery.@Nullable Frozen document,
            @Nullable String stack,
            long since) {
        Delivery delivery = assignment.delivery();
        Delivery.Frozen kept = delivery.frozen();
        long took = Duration.ofNanos(System.nanoTime() - since).toMillis();
        return new Finished(
                delivery, assignment.mapping(), verdict, kept == null ? document : kept, stack, took, parts.secrets());
    }
}
