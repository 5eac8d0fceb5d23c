package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * How callbacks travel.
 *
 * @param copies how often each is sent
 * @param parallel copies at the same moment instead of one after the other
 * @param reversed the last event first
 * @param lost stored at the sender, never sent
 */
public record Sending(int copies, boolean parallel, long delayMillis, boolean reversed, boolean lost, Signing signing) {

    public static final Sending ONCE = new Sending(1, false, 0, false, false, Signing.GOOD);
    public static final Sending LOST = new Sending(1, false, 0, false, true, Signing.GOOD);

    public Sending {
        if (copies < 1 || copies > 1_000 || delayMillis < 0) {
            throw new IllegalArgumentException("copies are 1 to 1000, delay is not negative");
        }
    }

    public Sending copies(int count) {
        return new Sending(count, parallel, delayMillis, reversed, lost, signing);
    }

    public Sending inParallel() {
        return new Sending(copies, true, delayMillis, reversed, lost, signing);
    }

    public Sending after(long millis) {
        return new Sending(copies, parallel, millis, reversed, lost, signing);
    }

    public Sending backwards() {
        return new Sending(copies, parallel, delayMillis, true, lost, signing);
    }

    public Sending signed(Signing how) {
        return new Sending(copies, parallel, delayMillis, reversed, lost, how);
    }

    static Sending from(JsonNode command) {
        return new Sending(
                command.path("copies").asInt(1),
                command.path("parallel").asBoolean(),
                command.path("delayMs").asLong(),
                command.path("reversed").asBoolean(),
                command.path("lost").asBoolean(),
                Signing.valueOf(command.path("signature").asText("good").toUpperCase(Locale.ROOT)));
    }
}
