package wallethub.shop;

import java.util.Currency;
import wallethub.money.Money;

/**
 * How much a store may do; all amounts in the one currency it sells in.
 *
 * @param requestsPerMinute of any kind, on each instance
 * @param moneyPerMinute requests that move or hold money, on all instances together
 * @param amountMax of one order, and of one hold
 * @param rescueMax of one rescue; zero for a store that rescues nobody
 * @param rescueDaily of all rescues of a business day
 */
public record StoreCaps(
        int requestsPerMinute, int moneyPerMinute, Money amountMax, Money rescueMax, Money rescueDaily) {

    private static final int RATE_MAX = 6_000;

    public StoreCaps {
        Currency currency = amountMax.currency();
        demand(requestsPerMinute >= 1 && requestsPerMinute <= RATE_MAX, "a store has 1 to 6000 requests a minute");
        demand(
                moneyPerMinute >= 1 && moneyPerMinute <= requestsPerMinute,
                "a store has one request that moves money a minute at least, and not more of them than of all");
        demand(amountMax.isPositive(), "the largest order is above zero");
        demand(
                rescueMax.currency().equals(currency) && rescueDaily.currency().equals(currency),
                "a store's caps are in one currency");
        demand(
                !rescueMax.isNegative() && rescueMax.compareTo(rescueDaily) <= 0,
                "a rescue is not negative and not above what is rescued in a day");
    }

    public Currency currency() {
        return amountMax.currency();
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
