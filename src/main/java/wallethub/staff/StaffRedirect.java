package wallethub.staff;

import java.util.Locale;
import java.util.Map;
import wallethub.operation.Answer;
import wallethub.problem.ErrorCode;

/** What a step of a login in a browser comes to. */
sealed interface StaffRedirect {

    /** On to the issuer, or back to the portal with a code or an error. */
    record To(String url) implements StaffRedirect {}

    record Refused(ErrorCode code, String detail) implements StaffRedirect {}

    /** Why a portal gets nobody; never more than this. */
    enum Fault {
        ISSUER_UNAVAILABLE,
        ACCESS_DENIED,
        LOGIN_FAILED,
        NO_ROLE,
        ACCOUNT_DISABLED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static StaffRedirect back(String returnUrl, Fault fault) {
        return new To(ReturnUrls.with(returnUrl, "error", fault.wire()));
    }

    default Answer answer() {
        return switch (this) {
            case To to ->
                new Answer.Document(
                        302,
                        null,
                        Map.of("Location", to.url(), "Referrer-Policy", "no-referrer", "Cache-Control", "no-store"));
            case Refused refused -> Answer.refused(refused.code(), refused.detail());
        };
    }
}
