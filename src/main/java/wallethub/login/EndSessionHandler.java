package wallethub.login;

import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.SessionId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code end-session}: another customer's session is answered like one that never was. */
@Component
class EndSessionHandler implements TransactionHandler<EndSession, EndSessionHandler.Outcome> {

    private final Sessions sessions;

    EndSessionHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Whether the caller had that session. */
    enum Outcome {
        ENDED,
        NONE
    }

    @Override
    public String name() {
        return "end-session";
    }

    @Override
    public Class<EndSession> command() {
        return EndSession.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.SESSION_MANAGE);
    }

    @Override
    public Outcome handle(EndSession command, Caller caller) {
        boolean ended = caller.customer() != null
                && SessionId.isValid(command.id())
                && sessions.end(new SessionId(command.id()), caller.customer());
        return ended ? Outcome.ENDED : Outcome.NONE;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case ENDED -> new Answer.Document(204, null, Map.of());
            case NONE -> Answer.nothingHere();
        };
    }
}
