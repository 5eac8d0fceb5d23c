package wallethub.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.customer.Customer;
import wallethub.id.OrderId;
import wallethub.id.StoreId;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;
import wallethub.shop.Store;

/**
 * Operation {@code create-order}. The same reference with the same content is the same order, for ever; with other content
 * it is refused.
 */
@Component
class CreateOrderHandler implements StoreOperation<CreateOrder, OrderOutcome> {

    private static final Logger log = LoggerFactory.getLogger(CreateOrderHandler.class);

    private final StoreFront stores;
    private final StoreOrders own;
    private final OrderStore orders;
    private final CheckoutSettings settings;

    CreateOrderHandler(StoreFront stores, StoreOrders own, OrderStore orders, CheckoutSettings settings) {
        this.stores = stores;
        this.own = own;
        this.orders = orders;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "create-order";
    }

    @Override
    public Class<CreateOrder> command() {
        return CreateOrder.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.ORDER_CREATE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** What was made before comes first: a cap or a customer that changed since does not unmake it. */
    @Override
    public OrderOutcome handle(CreateOrder command, Caller caller) {
        Optional<Order> before = orders.find(caller.store(), command.reference());
        return before.isPresent() ? again(command, before.get()) : made(command, caller.store());
    }

    private OrderOutcome again(CreateOrder command, Order order) {
        boolean same = order.storeCustomer().equals(command.customer())
                && order.amount().equals(command.amount())
                && order.description().equals(command.told())
                && order.returnUrl().equals(command.returnUrl())
                && order.lifetime().equals(lifetime(command));
        return same ? new OrderOutcome.Shown(own.shown(order.id())) : new OrderOutcome.ReferenceTaken("an order");
    }

    /** Refusals in this order: customer, currency, amount, return URL, lifetime. */
    private OrderOutcome made(CreateOrder command, StoreId id) {
        Store store = stores.of(id);
        Optional<Customer> customer = stores.customer(id, command.customer());
        if (customer.isEmpty()) {
            return refused(ErrorCode.VALIDATION_FAILED, "the customer is not linked to the store");
        }
        Money amount = command.amount();
        if (!amount.currency().equals(customer.get().currency())
                || !amount.currency().equals(store.caps().currency())) {
            return refused(ErrorCode.CURRENCY_MISMATCH, "store and wallet are not both in " + amount.currencyCode());
        }
        if (!amount.isPositive()) {
            return refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "an order costs something");
        }
        if (amount.compareTo(store.caps().amountMax()) > 0) {
            return new OrderOutcome.Limited(
                    ErrorCode.AMOUNT_ABOVE_MAXIMUM,
                    "the store's largest order is " + store.caps().amountMax(),
                    store.caps().amountMax());
        }
        if (!StoreFront.mayReturn(store, command.returnUrl())) {
            return refused(ErrorCode.RETURN_URL_NOT_ALLOWED, "returnUrl is not on the store's list of origins");
        }
        if (lifetime(command).compareTo(CheckoutSettings.SHORTEST) < 0
                || lifetime(command).compareTo(settings.orderLongest()) > 0) {
            return refused(
                    ErrorCode.VALIDATION_FAILED,
                    "an order can be paid for a minute at least and for "
                            + settings.orderLongest().toSeconds() + " seconds at most");
        }
        return inserted(command, order(command, store, customer.get()));
    }

    private static OrderOutcome refused(ErrorCode code, String detail) {
        return new OrderOutcome.Refused(code, detail);
    }

    private Duration lifetime(CreateOrder command) {
        Long asked = command.expiresInSeconds();
        return asked == null ? settings.orderLifetime() : Duration.ofSeconds(asked);
    }

    private Order order(CreateOrder command, Store store, Customer customer) {
        Instant now = own.now();
        Money nothing = Money.zero(command.amount().currency());
        return new Order(
                OrderId.next(),
                store.id(),
                store.name(),
                command.reference(),
                command.customer(),
                customer.id(),
                customer.externalId(),
                customer.wallet(),
                command.amount(),
                command.told(),
                command.returnUrl(),
                lifetime(command),
                OrderState.OPEN,
                null,
                null,
                nothing,
                nothing,
                now,
                now.plus(lifetime(command)),
                null);
    }

    private OrderOutcome inserted(CreateOrder command, Order order) {
        if (!orders.insert(order)) {
            // At the same moment, and committed by now: the insert waited for it.
            return again(command, orders.find(order.store(), order.reference()).orElseThrow());
        }
        log.atInfo()
                .addKeyValue("orderId", order.id())
                .addKeyValue("storeId", order.store())
                .log("order created");
        return new OrderOutcome.Made(own.shown(order.id()));
    }

    @Override
    public Answer answer(OrderOutcome outcome) {
        return outcome.answer();
    }
}
