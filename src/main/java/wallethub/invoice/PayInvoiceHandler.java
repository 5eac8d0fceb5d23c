package wallethub.invoice;

import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.customer.AlertKind;
import wallethub.customer.AlertedCustomer;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.ledger.PostOutcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code pay-invoice}: what is to be paid of an invoice is taken from the caller's wallet, once however
 * many devices ask.
 *
 * <p>It is read, posted, and written down if it is still so: whoever is overtaken between the first and the last is
 * told what the invoice is by now, and the refusal rolls the posting back.
 */
@Component
class PayInvoiceHandler implements TransactionHandler<PayInvoice, PayInvoiceOutcome> {

    private static final String RECHARGE = "/api/customer/v1/recharge-options?forShortfall=";

    private final Customers customers;
    private final Deductions deductions;
    private final DeductionAlerts alerts;

    PayInvoiceHandler(Customers customers, Deductions deductions, DeductionAlerts alerts) {
        this.customers = customers;
        this.deductions = deductions;
        this.alerts = alerts;
    }

    @Override
    public String name() {
        return "pay-invoice";
    }

    @Override
    public Class<PayInvoice> command() {
        return PayInvoice.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.INVOICE_PAY);
    }

    @Override
    public boolean keyed() {
        return true;
    }

    @Override
    public PayInvoiceOutcome handle(PayInvoice command, Caller caller) {
        Optional<AlertedCustomer> customer = caller.customer() == null
                ? Optional.empty()
                : customers.find(caller.customer(), AlertKind.DEDUCTION_FAILED);
        Optional<Payable> invoice =
                customer.flatMap(payer -> find(command, payer.customer().id()));
        if (customer.isEmpty() || invoice.isEmpty()) {
            return new PayInvoiceOutcome.Missing();
        }
        return refusal(invoice.get(), command.amount()).orElseGet(() -> paid(command, customer.get(), invoice.get()));
    }

    private Optional<Payable> find(PayInvoice command, CustomerId customer) {
        return InvoiceId.isValid(command.id())
                ? deductions.find(new InvoiceId(command.id()), customer)
                : Optional.empty();
    }

    private Optional<PayInvoiceOutcome> refusal(Payable invoice, Money amount) {
        if (!invoice.total().isPositive()) {
            return Optional.of(new PayInvoiceOutcome.NotPayable("nothing is owed by it"));
        }
        if (invoice.state() == InvoiceState.CANCELLED) {
            return Optional.of(new PayInvoiceOutcome.NotPayable("it is cancelled"));
        }
        if (!invoice.toPay().isPositive()) {
            return Optional.of(new PayInvoiceOutcome.AlreadyPaid());
        }
        if (!invoice.system().equals(deductions.system())) {
            return Optional.of(new PayInvoiceOutcome.NotPayable("its ERP is not in use"));
        }
        if (!invoice.toPay().currency().equals(amount.currency())) {
            return Optional.of(
                    new PayInvoiceOutcome.OtherCurrency(invoice.toPay().currencyCode()));
        }
        return invoice.toPay().equals(amount)
                ? Optional.empty()
                : Optional.of(new PayInvoiceOutcome.Changed(invoice.toPay()));
    }

    private PayInvoiceOutcome paid(PayInvoice command, AlertedCustomer alerted, Payable invoice) {
        Customer payer = alerted.customer();
        return switch (deductions.make(payer, invoice, command.amount(), Deduction.Cause.REQUEST)) {
            case Deductions.Outcome.Made made -> {
                if (alerted.alerted()) {
                    alerts.changed(payer.wallet(), payer.id(), command.amount().currencyCode());
                }
                yield paid(made);
            }
            case Deductions.Outcome.Overtaken overtaken -> overtaken(command, payer.id());
            // Somebody else's payment of the same invoice may be what left too little.
            case Deductions.Outcome.Refused refused ->
                find(command, payer.id())
                        .flatMap(now -> refusal(now, command.amount()))
                        .orElseGet(() -> refused(refused.why(), command.amount()));
        };
    }

    private static PayInvoiceOutcome paid(Deductions.Outcome.Made made) {
        Deduction deduction = made.deduction();
        return new PayInvoiceOutcome.Paid(new InvoicePayment(
                deduction.transfer(), deduction.invoice().id(), deduction.amount(), made.balanceAfter()));
    }

    /**
     * Under the wallet's lock, so that it says what is so; a newer version with the same amount wants another look,
     * too.
     */
    private PayInvoiceOutcome overtaken(PayInvoice command, CustomerId payer) {
        Optional<Payable> now = find(command, payer);
        return now.isEmpty()
                ? new PayInvoiceOutcome.Missing()
                : refusal(now.get(), command.amount())
                        .orElseGet(() -> new PayInvoiceOutcome.Changed(now.get().toPay()));
    }

    private static PayInvoiceOutcome refused(PostOutcome why, Money amount) {
        return switch (why) {
            case PostOutcome.WalletFrozen frozen -> new PayInvoiceOutcome.Frozen();
            case PostOutcome.CurrencyMismatch other -> new PayInvoiceOutcome.OtherCurrency(other.walletCurrency());
            case PostOutcome.InsufficientFunds funds ->
                new PayInvoiceOutcome.TooLittle(amount.minus(funds.available()));
            case PostOutcome.UnknownWallet unknown -> new PayInvoiceOutcome.Missing();
            case PostOutcome.Posted never -> throw new IllegalStateException("a posting is no refusal: " + never);
            case PostOutcome.AlreadyPosted never -> throw new IllegalStateException("no refusal: " + never);
            case PostOutcome.KeyReused never -> throw new IllegalStateException("no refusal: " + never);
        };
    }

    @Override
    public Answer answer(PayInvoiceOutcome outcome) {
        return switch (outcome) {
            case PayInvoiceOutcome.Paid paid -> Answer.ok(paid.payment());
            case PayInvoiceOutcome.Missing missing -> Answer.nothingHere();
            case PayInvoiceOutcome.AlreadyPaid already ->
                Answer.refused(ErrorCode.INVOICE_ALREADY_PAID, "nothing of the invoice is to be paid any more");
            case PayInvoiceOutcome.NotPayable not ->
                Answer.refused(ErrorCode.INVOICE_NOT_PAYABLE, "the invoice cannot be paid: " + not.why());
            case PayInvoiceOutcome.OtherCurrency other ->
                Answer.refused(ErrorCode.CURRENCY_MISMATCH, "it is paid in " + other.currency());
            case PayInvoiceOutcome.Changed changed ->
                new Answer.Refusal(
                        ErrorCode.STATE_CONFLICT,
                        "the invoice has changed meanwhile; to be paid are " + changed.open(),
                        Map.of("open", changed.open()));
            case PayInvoiceOutcome.Frozen frozen ->
                Answer.refused(ErrorCode.WALLET_FROZEN, "the wallet is frozen; nothing can be spent");
            case PayInvoiceOutcome.TooLittle funds ->
                new Answer.Refusal(
                        ErrorCode.INSUFFICIENT_FUNDS,
                        "the wallet lacks " + funds.shortfall(),
                        Map.of(
                                "shortfall",
                                funds.shortfall(),
                                "rechargeLink",
                                RECHARGE + funds.shortfall().amount()));
        };
    }
}
