package wallethub.checkout;

import wallethub.event.OrderPaid;
import wallethub.money.Money;

/** What became of paying an order; with anything but {@link Paid} no money has moved. */
sealed interface OrderPayment {

    /** @param event to be published in the same transaction */
    record Paid(OrderPaid event) implements OrderPayment {}

    /** The one payment that it may have was made before. */
    record AlreadyPaid() implements OrderPayment {}

    /**
     * It was open when it was looked at, and is so no more. The ledger has moved the money: the transaction must be rolled
     * back.
     */
    record Overtaken() implements OrderPayment {}

    /** @param available what the wallet could spend; negative in debt */
    record TooLittle(Money available) implements OrderPayment {}

    record Frozen() implements OrderPayment {}

    record StoreClosed() implements OrderPayment {}
}
