package wallethub.recharge;

import com.github.f4b6a3.ulid.UlidCreator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.crash.CrashPoint;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.gateway.CheckoutOutcome;
import wallethub.gateway.CheckoutRequest;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.Gateways;
import wallethub.id.CustomerId;
import wallethub.id.OrderId;
import wallethub.id.RechargeId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Makes a recharge and its hosted checkout; or one by bank transfer, of which only its row is made.
 *
 * <p>The row and our reference are committed before the gateway is called, so that a callback that overtakes the gateway's
 * answer finds its recharge. The reference is the gateway's idempotency key: one checkout, however often the call is made.
 * Without an answer the recharge is {@code unknown}; the same wish again goes on with it, and so does the sweeper.
 */
@Component
class CreateRechargeHandler
        implements CallingHandler<CreateRecharge, PreparedCheckout, CheckoutOutcome, CreateRechargeOutcome> {

    private static final Logger log = LoggerFactory.getLogger(CreateRechargeHandler.class);
    // Longer than two calls and a look-up.
    private static final Duration CALLING = Duration.ofSeconds(60);
    // As long as the gateway's look-up by reference reaches.
    private static final Duration SAME_WISH = Duration.ofMinutes(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Customers customers;
    private final GatewayAccounts accounts;
    private final Gateways gateways;
    private final RechargeRules rules;
    private final BankTransfers transfers;
    private final RechargedOrders orders;
    private final RechargeStore recharges;
    private final RechargeSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CreateRechargeHandler(
            Customers customers,
            GatewayAccounts accounts,
            Gateways gateways,
            RechargeRules rules,
            BankTransfers transfers,
            RechargedOrders orders,
            RechargeStore recharges,
            RechargeSettings settings,
            Clock clock) {
        this.customers = customers;
        this.accounts = accounts;
        this.gateways = gateways;
        this.rules = rules;
        this.transfers = transfers;
        this.orders = orders;
        this.recharges = recharges;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "create-recharge";
    }

    @Override
    public Class<CreateRecharge> command() {
        return CreateRecharge.class;
    }

    @Override
    public Class<PreparedCheckout> prepared() {
        return PreparedCheckout.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_CREATE);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public Preparation<PreparedCheckout, CreateRechargeOutcome> prepare(CreateRecharge command, Caller caller) {
        CustomerId id = caller.customer();
        Optional<Customer> customer = id == null ? Optional.empty() : customers.find(id);
        if (customer.isEmpty()) {
            return decided(ErrorCode.FORBIDDEN, "only a customer with a wallet recharges it");
        }
        Optional<CreateRechargeOutcome> broken = rules.broken(command, customer.get());
        if (broken.isPresent()) {
            return new Preparation.Decided<>(broken.get());
        }
        OrderId order = command.orderId();
        if (order != null && !orders.isOpen(order, customer.get().id())) {
            return decided(ErrorCode.ORDER_NOT_PAYABLE, "the caller has no such order that can still be paid");
        }
        return switch (RechargeMethod.of(command.method())) {
            case CARD -> checkout(command, customer.get());
            case BANK_TRANSFER -> transfer(command, customer.get());
        };
    }

    /** No gateway has part in it: it is decided at once. */
    private Preparation<PreparedCheckout, CreateRechargeOutcome> transfer(CreateRecharge command, Customer customer) {
        Optional<BankAccount> account = transfers.usualAccount(command.amount().currency());
        if (account.isEmpty()) {
            return decided(
                    ErrorCode.VALIDATION_FAILED,
                    "no bank account takes " + command.amount().currencyCode() + " here");
        }
        if (!transfers.mayAnnounce(customer)) {
            return decided(
                    ErrorCode.STATE_CONFLICT,
                    "at most " + transfers.openMax()
                            + " bank transfers are waited for at a time; one has to be cancelled");
        }
        return new Preparation.Decided<>(
                new CreateRechargeOutcome.Created(transfers.announce(command, customer, account.get())));
    }

    private Preparation<PreparedCheckout, CreateRechargeOutcome> checkout(CreateRecharge command, Customer customer) {
        Optional<GatewayAccount> account =
                accounts.findForCurrency(command.amount().currencyCode());
        if (account.isEmpty()) {
            return decided(
                    ErrorCode.GATEWAY_UNAVAILABLE,
                    "no payment gateway takes " + command.amount().currencyCode() + " here");
        }
        return new Preparation.Call<>(prepared(command, customer, account.get()));
    }

    private static Preparation<PreparedCheckout, CreateRechargeOutcome> decided(ErrorCode code, String detail) {
        return new Preparation.Decided<>(new CreateRechargeOutcome.Refused(code, detail));
    }

    /** The same wish that the gateway left unanswered, or a new recharge. */
    private PreparedCheckout prepared(CreateRecharge command, Customer customer, GatewayAccount account) {
        Instant now = now();
        Optional<Recharge> unanswered =
                recharges.lockUnanswered(customer.id(), command, rules.returnUrl(command), now.minus(SAME_WISH), now);
        if (unanswered.isPresent()) {
            recharges.keepCalling(unanswered.get().id(), now.plus(CALLING));
            return checkout(unanswered.get());
        }
        Recharge recharge = made(command, customer, account, now);
        recharges.insert(recharge, now.plus(CALLING), now.plus(settings.sweep().after()));
        return checkout(recharge);
    }

    private Recharge made(CreateRecharge command, Customer customer, GatewayAccount account, Instant now) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return new Recharge(
                RechargeId.next(),
                "RCH-" + UlidCreator.getUlid(),
                customer.id(),
                customer.externalId(),
                customer.wallet(),
                account.gateway(),
                account.id(),
                RechargeMethod.CARD,
                command.amount(),
                command.amount().minus(command.amount()),
                RechargeState.CREATED,
                null,
                rules.returnUrl(command),
                HexFormat.of().formatHex(nonce),
                null,
                null,
                now,
                // Whole seconds, as gateways take them.
                now.plus(settings.checkoutLifetime()).truncatedTo(ChronoUnit.SECONDS),
                0,
                command.orderId());
    }

    private PreparedCheckout checkout(Recharge recharge) {
        String back = settings.publicUrl() + "/return/" + recharge.reference() + "?state=" + recharge.returnNonce();
        return new PreparedCheckout(
                recharge.id(),
                recharge.account(),
                new CheckoutRequest(
                        recharge.reference(),
                        recharge.amount(),
                        settings.description(),
                        back,
                        back,
                        recharge.createdAt(),
                        recharge.expiresAt()));
    }

    @Override
    public CheckoutOutcome call(PreparedCheckout prepared) {
        Optional<GatewayAccount> account = accounts.find(prepared.account());
        return account.isEmpty()
                ? new CheckoutOutcome.Unavailable("ACCOUNT_UNKNOWN", null)
                : gateways.named(account.get().gateway()).checkout(account.get(), prepared.request());
    }

    /** A callback may have been faster than the gateway's answer: the state it reached stays. */
    @Override
    public CreateRechargeOutcome finish(PreparedCheckout prepared, CheckoutOutcome result, Caller caller) {
        Instant now = now();
        Recharge recharge = recharges
                .lock(prepared.recharge())
                .orElseThrow(() -> new IllegalStateException("recharge " + prepared.recharge() + " is gone"));
        CreateRechargeOutcome outcome = switch (result) {
            case CheckoutOutcome.Created created -> created(recharge, created, now);
            case CheckoutOutcome.Declined declined -> declined(recharge, declined, now);
            case CheckoutOutcome.Unavailable unavailable -> unanswered(recharge, unavailable, now);
        };
        CrashPoint.AFTER_CHECKOUT_BEFORE_COMMIT.reached();
        return outcome;
    }

    private CreateRechargeOutcome created(Recharge recharge, CheckoutOutcome.Created created, Instant now) {
        recharges.checkedOut(recharge.id(), created.checkoutId(), created.url(), now);
        if (recharge.state().mayBecome(RechargeState.PENDING)) {
            recharges.moved(recharge.id(), RechargeState.PENDING, null, now);
        }
        return new CreateRechargeOutcome.Created(
                RechargeView.of(recharges.lock(recharge.id()).orElseThrow(), Optional.empty()));
    }

    private CreateRechargeOutcome declined(Recharge recharge, CheckoutOutcome.Declined declined, Instant now) {
        log.atWarn()
                .addKeyValue("rechargeId", recharge.id())
                .addKeyValue("code", declined.code())
                .log("checkout declined");
        if (recharge.state().mayBecome(RechargeState.FAILED)) {
            recharges.moved(recharge.id(), RechargeState.FAILED, "CHECKOUT_DECLINED", now);
        }
        return new CreateRechargeOutcome.Declined(recharge.id().text());
    }

    private CreateRechargeOutcome unanswered(Recharge recharge, CheckoutOutcome.Unavailable unavailable, Instant now) {
        log.atWarn()
                .addKeyValue("rechargeId", recharge.id())
                .addKeyValue("code", unavailable.code())
                .log("checkout unanswered");
        if (recharge.state().mayBecome(RechargeState.UNKNOWN)) {
            recharges.moved(recharge.id(), RechargeState.UNKNOWN, null, now);
        }
        recharges.keepCalling(recharge.id(), now);
        Duration after = unavailable.retryAfter();
        return new CreateRechargeOutcome.Unavailable(recharge.id().text(), after == null ? RETRY_AFTER : after);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Answer answer(CreateRechargeOutcome outcome) {
        return switch (outcome) {
            case CreateRechargeOutcome.Created created ->
                Answer.created(
                        created.recharge(),
                        "/api/customer/v1/recharges/" + created.recharge().id());
            case CreateRechargeOutcome.Refused refused -> Answer.refused(refused.code(), refused.detail());
            case CreateRechargeOutcome.OutOfLimits limits -> outOfLimits(limits);
            case CreateRechargeOutcome.Declined declined ->
                new Answer.Refusal(
                        ErrorCode.GATEWAY_DECLINED,
                        "the gateway makes no checkout for this amount",
                        Map.of("rechargeId", declined.rechargeId()));
            case CreateRechargeOutcome.Unavailable unavailable ->
                new Answer.Refusal(
                        ErrorCode.GATEWAY_UNAVAILABLE,
                        "the gateway did not answer; the same request again goes on with the same recharge",
                        Map.of(
                                "rechargeId",
                                unavailable.rechargeId(),
                                "retryAfterSeconds",
                                unavailable.retryAfter().toSeconds()));
        };
    }

    private static Answer outOfLimits(CreateRechargeOutcome.OutOfLimits limits) {
        String detail = switch (limits.code()) {
            case AMOUNT_PRECISION -> "the amount is not a multiple of " + limits.limit();
            case AMOUNT_BELOW_MINIMUM -> "the minimum is " + limits.limit();
            default -> "the maximum is " + limits.limit();
        };
        return new Answer.Refusal(limits.code(), detail, Map.of("limit", limits.limit()));
    }
}
