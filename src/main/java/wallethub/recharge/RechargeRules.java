package wallethub.recharge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.problem.Violation;
import wallethub.setting.Settings;

/** What a wish for a recharge must fit: the wallet's currency, the limits of that currency, the list of return URLs. */
@Component
class RechargeRules {

    private static final int URL_MAX = 2048;

    private final RechargeSettings configured;
    private final Settings settings;
    private final RechargeLimitGroup group;

    RechargeRules(RechargeSettings configured, Settings settings, RechargeLimitGroup group) {
        this.configured = configured;
        this.settings = settings;
        this.group = group;
    }

    /** The first rule that is broken; the order is fixed. */
    Optional<CreateRechargeOutcome> broken(CreateRecharge command, Customer customer) {
        Currency currency = command.amount().currency();
        Optional<RechargeLimits.Line> found = limits(currency);
        if (!currency.equals(customer.currency()) || found.isEmpty()) {
            return refused(ErrorCode.CURRENCY_MISMATCH, "the wallet is in " + customer.currency());
        }
        RechargeLimits.Line limits = found.get();
        if (command.amount().minorUnits() % limits.multiple().minorUnits() != 0) {
            return limit(ErrorCode.AMOUNT_PRECISION, limits.multiple());
        }
        if (command.amount().compareTo(limits.minimum()) < 0) {
            return limit(ErrorCode.AMOUNT_BELOW_MINIMUM, limits.minimum());
        }
        if (command.amount().compareTo(limits.maximum()) > 0) {
            return limit(ErrorCode.AMOUNT_ABOVE_MAXIMUM, limits.maximum());
        }
        return RechargeMethod.of(command.method()) != RechargeMethod.CARD || isAllowed(returnUrl(command))
                ? Optional.empty()
                : refused(ErrorCode.RETURN_URL_NOT_ALLOWED, "returnUrl is not on the list of allowed origins");
    }

    /** Those in force now; a recharge that was made under others keeps them. */
    Optional<RechargeLimits.Line> limits(Currency currency) {
        return settings.current(group).find(currency);
    }

    private static Optional<CreateRechargeOutcome> refused(ErrorCode code, String detail) {
        return Optional.of(new CreateRechargeOutcome.Refused(code, detail));
    }

    private static Optional<CreateRechargeOutcome> limit(ErrorCode code, Money limit) {
        return Optional.of(new CreateRechargeOutcome.OutOfLimits(code, limit));
    }

    /** @throws ProblemException VALIDATION_FAILED when a checkout has nowhere to send the customer to */
    String returnUrl(CreateRecharge command) {
        String url = command.returnUrl();
        if (url == null) {
            throw new ProblemException(
                    ErrorCode.VALIDATION_FAILED,
                    "the document does not fit",
                    List.of(new Violation("/returnUrl", ErrorCode.VALIDATION_FAILED, "is required for a card")));
        }
        return url;
    }

    /** Exactly an allowed scheme, host and port; https, no user, no fragment. */
    boolean isAllowed(String returnUrl) {
        if (returnUrl.length() > URL_MAX || !returnUrl.chars().allMatch(c -> c > ' ' && c < 127)) {
            return false;
        }
        try {
            URI url = new URI(returnUrl);
            return "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && configured.returnUrls().contains(origin(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String origin(URI url) {
        return "https://" + url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort());
    }
}
