package wallethub.login;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a human asks, where that is in doubt: for a range of numbers that looks like message pumping.
 *
 * <p>Without such a bean nobody passes, and the range gets no codes until its pause is over. An installation with a CAPTCHA
 * service adds a bean that asks it; the client sends what the CAPTCHA gave as {@code humanProof}.
 */
@FunctionalInterface
public interface HumanCheck {

    /**
     * Called outside transactions; bounded in time by who implements it.
     *
     * @param proof as the client sent it, null without one
     * @param address of the client
     */
    boolean passes(@Nullable String proof, @Nullable String address);
}
