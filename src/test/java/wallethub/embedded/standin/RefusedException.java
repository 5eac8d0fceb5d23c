package wallethub.embedded.standin;

/** Ends the handling of a call with an answer; for checks deep inside a handler. */
final class RefusedException extends RuntimeException {

    private final transient Reply reply;

    RefusedException(Reply reply) {
        super(reply.toString());
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
