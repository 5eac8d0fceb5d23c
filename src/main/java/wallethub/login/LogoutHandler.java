package wallethub.login;

import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.SessionId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code logout}: this instance refuses the session's tokens at once, the others within five seconds. */
@Component
class LogoutHandler implements TransactionHandler<Logout, LogoutHandler.LoggedOut> {

    private final Sessions sessions;

    LogoutHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    record LoggedOut() {}

    @Override
    public String name() {
        return "logout";
    }

    @Override
    public Class<Logout> command() {
        return Logout.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.SESSION_MANAGE);
    }

    @Override
    public LoggedOut handle(Logout command, Caller caller) {
        if (caller.session() != null) {
            sessions.logout(new SessionId(caller.session()));
        }
        return new LoggedOut();
    }

    @Override
    public Answer answer(LoggedOut outcome) {
        return new Answer.Document(204, null, Map.of());
    }
}
