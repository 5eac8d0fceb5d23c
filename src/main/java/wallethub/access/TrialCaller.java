package wallethub.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import wallethub.id.CustomerId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * The caller that production does not have: whoever knows the trial secret acts as the customer named in a header.
 *
 * <p>It refuses to exist beside a gateway account that moves real money.
 */
@Component
class TrialCaller {

    private final byte @Nullable [] secret;

    TrialCaller(AccessSettings settings, Environment environment) {
        String text = settings.trialSecret();
        secret = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        if (secret != null) {
            refuseLiveAccounts(environment);
        }
    }

    /** All that the trial caller reads of a gateway account; a record, because a map does not bind from the environment. */
    record Liveness(boolean live) {}

    private static void refuseLiveAccounts(Environment environment) {
        Binder.get(environment)
                .bind("hub.gateway.accounts", Bindable.mapOf(String.class, Liveness.class))
                .orElse(Map.of())
                .forEach((id, account) -> {
                    if (account.live()) {
                        throw new IllegalStateException(
                                "HUB_ACCESS_TRIALSECRET (hub.access.trial-secret) is set although hub.gateway.accounts."
                                        + id + " is live: a trial caller and real money exclude each other");
                    }
                });
    }

    /** @throws ProblemException when there is no trial caller here, the secret is another, or no customer is named */
    Caller resolve(String bearer, @Nullable String customer) {
        if (secret == null || !MessageDigest.isEqual(secret, bearer.getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
        }
        if (customer == null || !CustomerId.isValid(customer)) {
            throw new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials name no customer");
        }
        return Caller.customer(new CustomerId(customer), CustomerPermission.ALL);
    }
}
