package wallethub.lane;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wallethub.lane.ShardStore.Failure;
import wallethub.lane.ShardStore.Grave;
import wallethub.lane.ShardStore.Settled;
import wallethub.mapping.Mapping;
import wallethub.mapping.Mapping.OnPoison;

/**
 * An attempt that came to its end, ready to be settled.
 *
 * @param mapping null for a delivery whose mapping was removed
 * @param document what was sent, frozen before or now
 */
record Finished(
        Delivery delivery,
        @Nullable Mapping mapping,
        Verdict verdict,
        Delivery.@Nullable Frozen document,
        @Nullable String stack,
        long durationMs,
        LaneSecrets secrets) {

    private static final int MESSAGE_LENGTH_MAX = 1000;
    private static final int STACK_BYTES_MAX = 16 * 1024;

    long id() {
        return delivery.id();
    }

    boolean letsKeyGoOn() {
        return switch (verdict) {
            case Verdict.Settle settle -> true;
            case Verdict.Wait wait -> false;
            case Verdict.Die die -> die.onPoison() == OnPoison.SKIP;
        };
    }

    Optional<Settled> settled() {
        return switch (verdict) {
            case Verdict.Settle settle ->
                Optional.of(
                        row(settle.success() ? "S" : "D", settle.code(), settle.foreignId(), settle.foreignNumber()));
            case Verdict.Wait wait -> Optional.empty();
            case Verdict.Die die -> letsKeyGoOn() ? Optional.of(row("F", die.code(), null, null)) : Optional.empty();
        };
    }

    private Settled row(String outcome, String code, @Nullable String foreignId, @Nullable String foreignNumber) {
        return new Settled(
                id(),
                delivery.key(),
                outcome,
                code,
                foreignId,
                foreignNumber,
                mappingName(),
                mappingVersion(),
                delivery.secret());
    }

    Optional<Failure> failure() {
        return switch (verdict) {
            case Verdict.Settle settle -> Optional.empty();
            case Verdict.Wait wait ->
                Optional.of(failure(
                        wait.reason(),
                        wait.delay().toMillis() / 1000.0,
                        wait.spent(),
                        wait.unknown(),
                        false,
                        wait.code(),
                        wait.message()));
            case Verdict.Die die ->
                letsKeyGoOn()
                        ? Optional.empty()
                        : Optional.of(failure("parked", 0, true, die.unknown(), true, die.code(), die.message()));
        };
    }

    private Failure failure(
            String reason,
            double delay,
            boolean spent,
            boolean unknown,
            boolean parked,
            String code,
            @Nullable String message) {
        boolean seal = isSecret() && document != null;
        return new Failure(
                id(),
                delivery.key(),
                parked ? "fatal" : reason,
                delay,
                spent ? 1 : 0,
                unknown,
                parked,
                reason,
                code,
                cut(message),
                durationMs,
                document == null ? null : document.mapping(),
                document == null ? null : document.version(),
                document == null ? null : document.idempotencyKey(),
                document == null
                        ? null
                        : seal ? secrets.seal(delivery.idem(), document.document()) : document.document(),
                seal ? secrets.kid() : null);
    }

    /** The dead letter that it becomes; a secret never lies in one. */
    Optional<Grave> grave() {
        if (!(verdict instanceof Verdict.Die die) || mapping == null) {
            return Optional.empty();
        }
        Mapping.DeadLetterPolicy policy = mapping.deadLetter();
        return Optional.of(new Grave(
                id(),
                die.reasonClass(),
                die.unknown(),
                die.code(),
                cut(die.message()),
                stack == null ? null : Texts.cutToBytes(stack, STACK_BYTES_MAX),
                policy.owner(),
                policy.runbook(),
                die.onPoison() == OnPoison.SKIP ? "skip" : "park-key",
                (int) policy.retention().toDays(),
                isSecret() || document == null ? null : document.document(),
                mappingName(),
                mappingVersion(),
                document == null ? null : document.idempotencyKey()));
    }

    Optional<Settlement> settlement(Instant now) {
        return switch (verdict) {
            case Verdict.Settle settle ->
                Optional.of(settlement(settle.code(), null, true, settle.foreignId(), settle.foreignNumber(), now));
            case Verdict.Wait wait -> Optional.empty();
            case Verdict.Die die ->
                Optional.of(
                        settlement(die.code(), cut(die.message()), letsKeyGoOn() && !die.unknown(), null, null, now));
        };
    }

    private Settlement settlement(
            String code,
            @Nullable String message,
            boolean forGood,
            @Nullable String foreignId,
            @Nullable String foreignNumber,
            Instant now) {
        return new Settlement(
                delivery.lane(),
                id(),
                delivery.kind(),
                delivery.key(),
                delivery.body(),
                ShardRun.outcomeOf(verdict),
                code,
                message,
                forGood,
                foreignId,
                foreignNumber,
                now);
    }

    private boolean isSecret() {
        return delivery.secret() || (mapping != null && mapping.secret());
    }

    private @Nullable String mappingName() {
        return document != null ? document.mapping() : mapping == null ? null : mapping.name();
    }

    private int mappingVersion() {
        return document != null ? document.version() : mapping == null ? 0 : mapping.version();
    }

    private static @Nullable String cut(@Nullable String message) {
        return message == null || message.length() <= MESSAGE_LENGTH_MAX
                ? message
                : message.substring(0, MESSAGE_LENGTH_MAX);
    }
}
