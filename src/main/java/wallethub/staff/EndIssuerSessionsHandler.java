package wallethub.staff;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.TokenHash;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;
import wallethub.staff.LogoutTokens.LoggedOut;

/**
 * Operation {@code end-issuer-sessions}: what the issuer ended ends here too, on every instance within five seconds. A token
 * is good once.
 */
@Component
class EndIssuerSessionsHandler
        implements CallingHandler<
                EndIssuerSessions, EndIssuerSessions, EndIssuerSessionsHandler.Said, EndIssuerSessionsHandler.Outcome> {

    static final String ROUTE = "staff-backchannel-logout";

    private static final Logger log = LoggerFactory.getLogger(EndIssuerSessionsHandler.class);

    private final RelyingParties parties;
    private final LogoutTokens tokens;
    private final LoginAttemptStore store;
    private final IssuerEnds ends;
    private final StaffMetrics metrics;

    EndIssuerSessionsHandler(
            RelyingParties parties,
            LogoutTokens tokens,
            LoginAttemptStore store,
            IssuerEnds ends,
            StaffMetrics metrics) {
        this.parties = parties;
        this.tokens = tokens;
        this.store = store;
        this.ends = ends;
        this.metrics = metrics;
    }

    /** What the token says, when it is believed. */
    sealed interface Said {

        record Ended(LoggedOut loggedOut) implements Said {}

        record Nothing(String reason) implements Said {}

        /** Its keys cannot be read now; whether the token is good is not known. */
        record Unknown(String reason) implements Said {}
    }

    /** Whether the token was good. */
    enum Outcome {
        DONE,
        REFUSED,
        LATER
    }

    @Override
    public String name() {
        return "end-issuer-sessions";
    }

    @Override
    public Class<EndIssuerSessions> command() {
        return EndIssuerSessions.class;
    }

    @Override
    public Class<EndIssuerSessions> prepared() {
        return EndIssuerSessions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute(ROUTE);
    }

    @Override
    public Preparation<EndIssuerSessions, Outcome> prepare(EndIssuerSessions command, Caller caller) {
        return new Preparation.Call<>(command);
    }

    /** The issuer's keys, where they are not known. */
    @Override
    public Said call(EndIssuerSessions command) {
        RelyingParty party = parties.current().orElse(null);
        if (party == null) {
            return new Said.Nothing("no-issuer");
        }
        try {
            return new Said.Ended(tokens.read(party, command.logoutToken()));
        } catch (IssuerException e) {
            return e.isUnavailable() ? new Said.Unknown(e.reason()) : new Said.Nothing(e.reason());
        }
    }

    @Override
    public Outcome finish(EndIssuerSessions command, Said said, Caller caller) {
        return switch (said) {
            case Said.Ended ended ->
                store.see(
                                TokenHash.of(ended.loggedOut().issuer() + " "
                                        + ended.loggedOut().jti()),
                                ended.loggedOut().forgottenAt())
                        ? end(ended.loggedOut(), caller)
                        : refused("replayed");
            case Said.Nothing nothing -> refused(nothing.reason());
            case Said.Unknown unknown -> {
                refused(unknown.reason());
                yield Outcome.LATER;
            }
        };
    }

    /** One session where the issuer names it, else all of the person. */
    private Outcome end(LoggedOut loggedOut, Caller caller) {
        String sid = loggedOut.sid();
        if (sid != null) {
            ends.ofSession(loggedOut.issuer(), sid, caller);
        } else {
            ends.ofSubject(loggedOut.issuer(), String.valueOf(loggedOut.subject()), caller);
        }
        return Outcome.DONE;
    }

    private Outcome refused(String reason) {
        metrics.refused("logout-" + reason);
        log.atWarn().addKeyValue("reason", reason).log("a log-out token is refused");
        return Outcome.REFUSED;
    }

    @Override
    public Answer answer(Outcome outcome) {
        return switch (outcome) {
            case DONE -> new Answer.Document(200, null, Map.of());
            case LATER -> Answer.refused(ErrorCode.OVERLOADED, "the issuer's keys cannot be read now; send it again");
            case REFUSED -> Answer.refused(ErrorCode.VALIDATION_FAILED, "the log-out token is not valid");
        };
    }
}
