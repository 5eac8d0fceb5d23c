package wallethub.access;

import wallethub.problem.ProblemException;

/** Tells who a bearer token stands for; whoever makes the tokens knows. */
public interface BearerTokens {

    /**
     * @param token as it came, in any form at all
     * @param address the client's IP address
     * @throws ProblemException AUTH_REQUIRED or TOKEN_EXPIRED when it does not stand for anyone now
     */
    Caller resolve(String token, String address);
}
