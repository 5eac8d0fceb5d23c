package wallethub.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import wallethub.id.SessionId;
import wallethub.problem.ProblemException;

/** The access tokens of people's sessions; that a token's session has ended is asked anew each time. */
public final class SessionTokens {

    private static final String SUBJECT = "sub";
    private static final String SESSION = "sid";
    /** How far the clocks of two instances may be apart. */
    public static final Duration SKEW = SignedTokens.SKEW;

    private final SignedTokens<Holder> tokens;
    private final SessionWatch ended;

    public SessionTokens(Rules rules, SigningKeys keys, SessionWatch ended, Clock clock) {
        this.ended = ended;
        tokens = new SignedTokens<>(
                new SignedTokens.Rules<>(
                        rules.issuer(),
                        rules.audience(),
                        rules.life(),
                        Set.of(SUBJECT, SESSION),
                        claims -> holder(rules, claims)),
                keys,
                clock);
    }

    private static Optional<Holder> holder(Rules rules, Map<String, String> claims) {
        @Nullable String subject = claims.get(SUBJECT);
        @Nullable String session = claims.get(SESSION);
        return subject != null && session != null && rules.subject().test(subject) && SessionId.isValid(session)
                ? Optional.of(new Holder(subject, session))
                : Optional.empty();
    }

    /**
     * What every token of the audience has.
     *
     * @param life of a token at most
     * @param subject whether a text is the id of somebody who could hold one
     */
    public record Rules(String issuer, String audience, Duration life, Predicate<String> subject) {}

    /** Who a good token stands for. */
    public record Holder(String subject, String session) {}

    public String sign(String subject, SessionId session, Instant now, Instant expiresAt) {
        return tokens.sign(Map.of(SUBJECT, subject, SESSION, session.text()), now, expiresAt);
    }

    /**
     * @param token as it came, in any form at all
     * @throws ProblemException AUTH_REQUIRED or TOKEN_EXPIRED when it does not stand for anyone now
     */
    public Holder resolve(String token) {
        Holder holder = tokens.resolve(token);
        if (ended.contains(holder.session())) {
            throw SignedTokens.invalid();
        }
        return holder;
    }
}
