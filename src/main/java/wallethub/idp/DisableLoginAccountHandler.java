package wallethub.idp;

import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;
import wallethub.staff.Dismissal;

/** Operation {@code disable-login-account}: at once and by one person; what gives it back is an invitation, and roles of two. */
@Component
class DisableLoginAccountHandler implements TransactionHandler<DisableLoginAccount, Dismissal.Outcome> {

    private final ObjectProvider<LoginAccounts> accounts;

    DisableLoginAccountHandler(ObjectProvider<LoginAccounts> accounts) {
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return "disable-login-account";
    }

    @Override
    public Class<DisableLoginAccount> command() {
        return DisableLoginAccount.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.STAFF_MANAGE);
    }

    @Override
    public Dismissal.Outcome handle(DisableLoginAccount command, Caller caller) {
        LoginAccounts issuer = accounts.getIfAvailable();
        Optional<UserName> name = UserName.read(command.userName());
        return issuer == null || name.isEmpty()
                ? new Dismissal.Outcome.Unknown()
                : issuer.disable(name.get(), command.reason(), caller);
    }

    @Override
    public Answer answer(Dismissal.Outcome outcome) {
        return switch (outcome) {
            case Dismissal.Outcome.Done done -> new Answer.Document(204, null, Map.of());
            case Dismissal.Outcome.Unknown unknown ->
                Answer.refused(ErrorCode.NOT_FOUND, "nobody has a login account of that name");
            case Dismissal.Outcome.Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
