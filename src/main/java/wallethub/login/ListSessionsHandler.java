package wallethub.login;

import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-sessions}: where the customer is logged in. */
@Component
class ListSessionsHandler implements TransactionHandler<ListSessions, SessionsView> {

    private final Sessions sessions;

    ListSessionsHandler(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "list-sessions";
    }

    @Override
    public Class<ListSessions> command() {
        return ListSessions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.SESSION_MANAGE);
    }

    @Override
    public SessionsView handle(ListSessions command, Caller caller) {
        if (caller.customer() == null) {
            return new SessionsView(List.of());
        }
        return new SessionsView(sessions.alive(caller.customer()).stream()
                .map(session -> new SessionsView.Item(
                        session.id().text(),
                        session.createdAt(),
                        session.usedAt(),
                        session.expiresAt(),
                        session.id().text().equals(caller.session())))
                .toList());
    }

    @Override
    public Answer answer(SessionsView view) {
        return Answer.ok(view);
    }
}
