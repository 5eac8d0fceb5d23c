package wallethub.staff;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.id.SessionId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-own-staff-sessions}: where the caller is logged in, the last used first. */
@Component
class ListOwnStaffSessionsHandler
        implements TransactionHandler<ListOwnStaffSessions, ListOwnStaffSessionsHandler.StaffSessionsView> {

    private final StaffSessions sessions;

    ListOwnStaffSessionsHandler(StaffSessions sessions) {
        this.sessions = sessions;
    }

    record StaffSessionsView(List<Item> items) {

        /** @param current whether the asking token belongs to it */
        record Item(SessionId id, Instant createdAt, Instant usedAt, Instant expiresAt, boolean current) {}

        StaffSessionsView {
            items = List.copyOf(items);
        }
    }

    @Override
    public String name() {
        return "list-own-staff-sessions";
    }

    @Override
    public Class<ListOwnStaffSessions> command() {
        return ListOwnStaffSessions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.SESSION);
    }

    @Override
    public StaffSessionsView handle(ListOwnStaffSessions command, Caller caller) {
        return new StaffSessionsView(sessions.alive(caller.staff()).stream()
                .map(session -> new StaffSessionsView.Item(
                        session.id(),
                        session.createdAt(),
                        session.usedAt(),
                        session.expiresAt(),
                        session.id().text().equals(caller.session())))
                .toList());
    }

    @Override
    public Answer answer(StaffSessionsView view) {
        return Answer.ok(view);
    }
}
