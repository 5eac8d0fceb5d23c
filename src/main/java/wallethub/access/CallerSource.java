package wallethub.access;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/** Where an HTTP request's caller comes from: its credentials, or nobody when it has none. */
@Component
public class CallerSource {

    private static final String SCHEME = "Bearer ";

    private final List<BearerTokens> audiences;

    CallerSource(List<BearerTokens> audiences) {
        this.audiences = List.copyOf(audiences);
    }

    /**
     * @param path raw, as it was asked for; a token is good for the paths of its own audience
     * @param headers the raw request headers by name, null for one that is not there
     * @param address the client's IP address
     * @throws ProblemException AUTH_REQUIRED when there are credentials and they are not valid, one answer for all reasons;
     *     TOKEN_EXPIRED when they were valid once
     */
    public Caller resolve(String path, Function<String, @Nullable String> headers, String address) {
        String authorization = headers.apply("Authorization");
        if (authorization == null) {
            return Caller.anonymous(address);
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw invalid();
        }
        BearerTokens tokens = audiences.stream()
                .filter(one -> path.startsWith(one.paths()))
                .findFirst()
                .orElseThrow(CallerSource::invalid);
        return tokens.resolve(authorization.substring(SCHEME.length()).strip(), address);
    }

    private static ProblemException invalid() {
        return new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
    }
}
