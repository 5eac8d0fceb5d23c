package wallethub.recharge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.OrderId;
import wallethub.money.Money;
import wallethub.operation.LocalText;

/** How a customer can recharge, or why nothing is offered. */
sealed interface RechargeOptionsOutcome {

    /** The document of the API. */
    record Offered(
            String currency,
            Money minimum,
            Money maximum,
            Money step,
            List<Money> presets,
            List<Method> methods,
            @Nullable Prefill prefill)
            implements RechargeOptionsOutcome {

        public Offered {
            presets = List.copyOf(presets);
            methods = List.copyOf(methods);
        }
    }

    /** A way to pay that is open now. */
    record Method(String method, LocalText name) {}

    /**
     * @param amount the least amount that can be recharged and covers the shortfall
     * @param orderId what the recharge is to pay
     */
    record Prefill(Money shortfall, Money amount, @Nullable OrderId orderId) {}

    record NoWallet() implements RechargeOptionsOutcome {}

    /** The wallet's currency has no limits here, so nothing can be recharged. */
    record NoLimits() implements RechargeOptionsOutcome {}

    record NotAnAmount(String rule) implements RechargeOptionsOutcome {}

    record AboveMaximum(Money maximum) implements RechargeOptionsOutcome {}
}
