package wallethub.recharge;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.gateway.GatewayAccounts;
import wallethub.money.Money;
import wallethub.money.MoneyFormatException;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.LocalText;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operation {@code get-recharge-options}: what a recharge may be, and the amount that covers what is missing. */
@Component
class GetRechargeOptionsHandler implements TransactionHandler<GetRechargeOptions, RechargeOptionsOutcome> {

    private static final RechargeOptionsOutcome.Method CARD =
            new RechargeOptionsOutcome.Method("card", new LocalText("Card", "بطاقة"));

    private static final RechargeOptionsOutcome.Method TRANSFER =
            new RechargeOptionsOutcome.Method("bank_transfer", new LocalText("Bank transfer", "تحويل بنكي"));

    private final Customers customers;
    private final GatewayAccounts accounts;
    private final RechargeRules rules;
    private final BankTransfers transfers;

    GetRechargeOptionsHandler(
            Customers customers, GatewayAccounts accounts, RechargeRules rules, BankTransfers transfers) {
        this.customers = customers;
        this.accounts = accounts;
        this.rules = rules;
        this.transfers = transfers;
    }

    @Override
    public String name() {
        return "get-recharge-options";
    }

    @Override
    public Class<GetRechargeOptions> command() {
        return GetRechargeOptions.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Holder(CustomerPermission.RECHARGE_CREATE);
    }

    @Override
    public RechargeOptionsOutcome handle(GetRechargeOptions command, Caller caller) {
        Optional<Customer> customer = caller.customer() == null ? Optional.empty() : customers.find(caller.customer());
        if (customer.isEmpty()) {
            return new RechargeOptionsOutcome.NoWallet();
        }
        Currency currency = customer.get().currency();
        return rules.limits(currency)
                .map(limits -> offered(limits, currency, command))
                .orElseGet(RechargeOptionsOutcome.NoLimits::new);
    }

    private RechargeOptionsOutcome offered(RechargeLimits.Line limits, Currency currency, GetRechargeOptions command) {
        String forShortfall = command.forShortfall();
        RechargeOptionsOutcome.Prefill prefill = null;
        if (forShortfall != null) {
            Money shortfall;
            try {
                shortfall = Money.parse(forShortfall, currency);
            } catch (MoneyFormatException e) {
                return new RechargeOptionsOutcome.NotAnAmount(String.valueOf(e.getMessage()));
            }
            Money amount = limits.covering(shortfall);
            if (amount.compareTo(limits.maximum()) > 0) {
                return new RechargeOptionsOutcome.AboveMaximum(limits.maximum());
            }
            prefill = new RechargeOptionsOutcome.Prefill(shortfall, amount, command.forOrder());
        }
        return new RechargeOptionsOutcome.Offered(
                currency.getCurrencyCode(),
                limits.minimum(),
                limits.maximum(),
                limits.multiple(),
                limits.presets(),
                methods(currency),
                prefill);
    }

    private List<RechargeOptionsOutcome.Method> methods(Currency currency) {
        List<RechargeOptionsOutcome.Method> open = new ArrayList<>();
        if (accounts.findForCurrency(currency.getCurrencyCode()).isPresent()) {
            open.add(CARD);
        }
        if (transfers.usualAccount(currency).isPresent()) {
            open.add(TRANSFER);
        }
        return open;
    }

    @Override
    public Answer answer(RechargeOptionsOutcome outcome) {
        return switch (outcome) {
            case RechargeOptionsOutcome.Offered offered -> Answer.tagged(offered);
            case RechargeOptionsOutcome.NoWallet none ->
                Answer.refused(ErrorCode.NOT_FOUND, "the caller has no wallet");
            case RechargeOptionsOutcome.NoLimits none ->
                Answer.refused(ErrorCode.CURRENCY_MISMATCH, "the wallet's currency is not recharged here");
            case RechargeOptionsOutcome.NotAnAmount unfit -> Answer.refused(ErrorCode.AMOUNT_PRECISION, unfit.rule());
            case RechargeOptionsOutcome.AboveMaximum above ->
                new Answer.Refusal(
                        ErrorCode.AMOUNT_ABOVE_MAXIMUM,
                        "no single recharge covers the shortfall; the maximum is " + above.maximum(),
                        Map.of("limit", above.maximum()));
        };
    }
}
