package wallethub.recharge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Sends a browser on to the return URL that was checked when the recharge was made. Says and changes nothing of money. */
@Component
class ReturnFromCheckoutHandler implements TransactionHandler<ReturnFromCheckout, Optional<String>> {

    private final RechargeStore recharges;

    ReturnFromCheckoutHandler(RechargeStore recharges) {
        this.recharges = recharges;
    }

    @Override
    public String name() {
        return "return-from-checkout";
    }

    @Override
    public Class<ReturnFromCheckout> command() {
        return ReturnFromCheckout.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Public();
    }

    /** A browser that comes back has no token; the nonce in its link decides. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public Optional<String> handle(ReturnFromCheckout command, Caller caller) {
        String state = command.state();
        return state == null
                ? Optional.empty()
                : recharges
                        .findByReference(command.rechargeReference())
                        .filter(recharge ->
                                MessageDigest.isEqual(recharge.returnNonce().getBytes(UTF_8), state.getBytes(UTF_8)))
                        .flatMap(ReturnFromCheckoutHandler::target);
    }

    /** A bank transfer has nowhere to go back to, and an old payment has not any more. */
    private static Optional<String> target(Recharge recharge) {
        return Optional.ofNullable(recharge.returnUrl())
                .filter(url -> !url.isEmpty())
                .map(url -> url + (url.contains("?") ? "&" : "?") + "recharge=" + recharge.id());
    }

    @Override
    public Answer answer(Optional<String> outcome) {
        return outcome.<Answer>map(url -> new Answer.Document(
                        303,
                        null,
                        Map.of("Location", url, "Referrer-Policy", "no-referrer", "Cache-Control", "no-store")))
                .orElseGet(() -> Answer.refused(ErrorCode.NOT_FOUND, "no such recharge"));
    }
}
