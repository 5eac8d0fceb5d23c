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
import wallethub.id.HoldId;
import wallethub.id.StoreId;
import wallethub.ledger.Hold;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.Ledger;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.problem.ErrorCode;
import wallethub.shop.Store;

/**
 * Operation {@code place-hold}. The same reference with the same content is the same hold, for ever; with other content it
 * is refused.
 */
@Component
class PlaceHoldHandler implements StoreOperation<PlaceHold, StoreHoldOutcome> {

    private static final Logger log = LoggerFactory.getLogger(PlaceHoldHandler.class);

    private final StoreFront stores;
    private final StoreHolds own;
    private final StoreHoldStore holds;
    private final Ledger ledger;
    private final CheckoutSettings settings;

    PlaceHoldHandler(
            StoreFront stores, StoreHolds own, StoreHoldStore holds, Ledger ledger, CheckoutSettings settings) {
        this.stores = stores;
        this.own = own;
        this.holds = holds;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "place-hold";
    }

    @Override
    public Class<PlaceHold> command() {
        return PlaceHold.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.HOLD_PLACE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    /** What was placed before comes first: a cap that changed since does not unmake it. */
    @Override
    public StoreHoldOutcome handle(PlaceHold command, Caller caller) {
        Optional<StoreHold> before = holds.find(caller.store(), command.reference());
        return before.isPresent() ? again(command, before.get()) : placed(command, caller.store());
    }

    private StoreHoldOutcome again(PlaceHold command, StoreHold hold) {
        boolean same = hold.storeCustomer().equals(command.customer())
                && hold.amount().equals(command.amount())
                && hold.lifetime().equals(lifetime(command));
        return same ? new StoreHoldOutcome.Shown(own.shown(hold)) : new StoreHoldOutcome.ReferenceTaken("a hold");
    }

    /** Refusals in this order: customer, currency, amount, lifetime, then the ledger's. */
    private StoreHoldOutcome placed(PlaceHold command, StoreId id) {
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
            return refused(ErrorCode.AMOUNT_BELOW_MINIMUM, "a hold keeps something");
        }
        if (amount.compareTo(store.caps().amountMax()) > 0) {
            return new StoreHoldOutcome.Limited(
                    "the store's largest hold is " + store.caps().amountMax(),
                    store.caps().amountMax());
        }
        if (lifetime(command).compareTo(CheckoutSettings.SHORTEST) < 0
                || lifetime(command).compareTo(settings.holdLongest()) > 0) {
            return refused(
                    ErrorCode.VALIDATION_FAILED,
                    "a wallet keeps money for a minute at least and for "
                            + settings.holdLongest().toSeconds() + " seconds at most");
        }
        return placed(command, hold(command, id, customer.get()));
    }

    private static StoreHoldOutcome refused(ErrorCode code, String detail) {
        return new StoreHoldOutcome.Refused(code, detail);
    }

    private Duration lifetime(PlaceHold command) {
        Long asked = command.expiresInSeconds();
        return asked == null ? settings.holdLifetime() : Duration.ofSeconds(asked);
    }

    private StoreHold hold(PlaceHold command, StoreId store, Customer customer) {
        Instant now = own.now();
        return new StoreHold(
                HoldId.next(),
                store,
                command.reference(),
                command.customer(),
                customer.id(),
                customer.wallet(),
                command.amount(),
                lifetime(command),
                now,
                now.plus(lifetime(command)));
    }

    private StoreHoldOutcome placed(PlaceHold command, StoreHold hold) {
        return switch (ledger.place(new Hold(hold.id(), hold.wallet(), hold.amount(), hold.key(), hold.expiresAt()))) {
            case HoldOutcome.Placed placed -> {
                holds.insert(hold);
                log.atInfo()
                        .addKeyValue("holdId", hold.id())
                        .addKeyValue("storeId", hold.store())
                        .log("hold placed for a store");
                yield new StoreHoldOutcome.Made(own.shown(hold));
            }
            // At the same moment, and committed by now: the wallet's lock, or its key, waited for it.
            case HoldOutcome.AlreadyPlaced already -> again(command, overtaken(hold));
            case HoldOutcome.HoldKeyReused reused -> again(command, overtaken(hold));
            case HoldOutcome.InsufficientFunds few -> new StoreHoldOutcome.InsufficientFunds();
            case HoldOutcome.WalletFrozen frozen -> new StoreHoldOutcome.Frozen();
            case HoldOutcome.CurrencyMismatch mismatch ->
                refused(ErrorCode.CURRENCY_MISMATCH, "the wallet is in " + mismatch.walletCurrency());
            case HoldOutcome.UnknownWallet never ->
                throw new IllegalStateException("customer " + hold.customer() + " has no wallet");
        };
    }

    private StoreHold overtaken(StoreHold hold) {
        return holds.find(hold.store(), hold.reference()).orElseThrow();
    }

    @Override
    public Answer answer(StoreHoldOutcome outcome) {
        return outcome.answer();
    }
}
