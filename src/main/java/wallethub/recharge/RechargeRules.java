package wallethub.recharge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Currency;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.money.Money;
import wallethub.problem.ErrorCode;

/** What a wish for a recharge must fit: the wallet's currency, the limits of that currency, the list of return URLs. */
@Component
class RechargeRules {

    private static final int URL_MAX = 2048;

    private final RechargeSettings settings;

    RechargeRules(RechargeSettings settings) {
        this.settings = settings;
    }

    /** The first rule that is broken; the order is fixed. */
    Optional<CreateRechargeOutcome> broken(CreateRecharge command, Customer customer) {
        Currency currency = command.amount().currency();
        RechargeSettings.Limits limits = settings.limits().get(currency.getCurrencyCode());
        if (!currency.equals(customer.currency()) || limits == null) {
            return refused(ErrorCode.CURRENCY_MISMATCH, "the wallet is in " + customer.currency());
        }
        if (command.amount().minorUnits() % limits.multiple(currency).minorUnits() != 0) {
            return limit(ErrorCode.AMOUNT_PRECISION, limits.multiple(currency));
        }
        if (command.amount().compareTo(limits.minimum(currency)) < 0) {
            return limit(ErrorCode.AMOUNT_BELOW_MINIMUM, limits.minimum(currency));
        }
        if (command.amount().compareTo(limits.maximum(currency)) > 0) {
            return limit(ErrorCode.AMOUNT_ABOVE_MAXIMUM, limits.maximum(currency));
        }
        return isAllowed(command.returnUrl())
                ? Optional.empty()
                : refused(ErrorCode.RETURN_URL_NOT_ALLOWED, "returnUrl is not on the list of allowed origins");
    }

    private static Optional<CreateRechargeOutcome> refused(ErrorCode code, String detail) {
        return Optional.of(new CreateRechargeOutcome.Refused(code, detail));
    }

    private static Optional<CreateRechargeOutcome> limit(ErrorCode code, Money limit) {
        return Optional.of(new CreateRechargeOutcome.OutOfLimits(code, limit));
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
                    && settings.returnUrls().contains(origin(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String origin(URI url) {
        return "https://" + url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort());
    }
}
