package wallethub.checkout;

import wallethub.money.Money;

/** What became of a customer's payment of an order. */
sealed interface PayOrderOutcome {

    record Paid(CustomerOrder order) implements PayOrderOutcome {}

    record Missing() implements PayOrderOutcome {}

    /** @param status what it is by now */
    record NotPayable(String status) implements PayOrderOutcome {}

    /** @param rechargeLink the options of a recharge that covers the shortfall and then pays the order */
    record TooLittle(Money shortfall, String rechargeLink) implements PayOrderOutcome {}

    record Frozen() implements PayOrderOutcome {}

    record StoreClosed() implements PayOrderOutcome {}
}
