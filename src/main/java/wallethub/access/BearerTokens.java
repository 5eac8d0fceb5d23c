package wallethub.access;

import wallethub.problem.ProblemException;

/** Tells who a bearer token of one audience stands for; whoever makes the tokens knows. */
public interface BearerTokens {

    /** Where they are good: the beginning of the paths, such as {@code /api/customer/}; nowhere else. */
    String paths();

    /**
     * @param token as it came, in any form at all
     * @param address the client's IP address
     * @throws ProblemException AUTH_REQUIRED or TOKEN_EXPIRED when it does not stand for anyone now
     */
    Caller resolve(String token, String address);
}
