package wallethub.desk;

import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;

/** Approval {@code dead-letter.discard-money}: a delivery that carries money is given up when operations ask and finance agrees. */
@Component
class DiscardMoneyLetter implements ApprovalAction<MoneyLetter> {

    private final MoneyLetters letters;

    DiscardMoneyLetter(MoneyLetters letters) {
        this.letters = letters;
    }

    @Override
    public String kind() {
        return "dead-letter.discard-money";
    }

    @Override
    public Class<MoneyLetter> payload() {
        return MoneyLetter.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.DEAD_LETTER_REPLAY;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.DEAD_LETTER_REPLAY_MONEY_APPROVE;
    }

    @Override
    public Check check(MoneyLetter wish, Caller maker) {
        return letters.check(wish);
    }

    @Override
    public Execution execute(ApprovalId id, MoneyLetter wish, Caller checker) {
        return letters.execute(id, wish, DeadLetterVerb.Kind.DISCARD, checker);
    }
}
