package wallethub.notification;

/** What became of a message when it was to be addressed. */
public sealed interface Addressed {

    /** One text to one number, as the connector sends it. */
    record Ready(byte[] document) implements Addressed {}

    /** It goes to nobody; {@code code} says why. */
    record Nobody(String code) implements Addressed {}
}
