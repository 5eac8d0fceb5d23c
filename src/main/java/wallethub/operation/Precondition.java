package wallethub.operation;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * The {@code If-Match} of a request (RFC 9110, 13.1.1): the state of the thing that the caller has seen and means. A command
 * of a conditional operation has it as its component {@code ifMatch}.
 *
 * @param ifMatch the header as it came, one tag or several
 */
public record Precondition(String ifMatch) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Precondition {}

    /** Whether that is the state it is in now: strong comparison, a list, or {@code *} for any. */
    public boolean holds(String version) {
        return EntityTag.ofVersion(version).isMeantBy(ifMatch);
    }
}
