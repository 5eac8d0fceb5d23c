package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.customer.Customer;
import wallethub.id.CustomerId;
import wallethub.money.Money;
import wallethub.operation.CallingHandler.Preparation;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/** Bank transfers as customers have them, until money comes. */
class BankTransferTests {

    private final RechargeFixture hub = new RechargeFixture(RechargeFixture.bankAccount());
    private final Customer customer = hub.customer("KWD");

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    @Test
    void isWaitedForAtOnceWithWhatTheBankHasToBeTold() {
        RechargeView made = created("12.500");
        assertThat(made.status()).isEqualTo("awaiting_confirmation");
        assertThat(made.method()).isEqualTo("bank_transfer");
        assertThat(TransferReference.of(made.reference())).hasValue(new TransferReference(made.reference()));
        assertThat(made.awaitingSince()).isEqualTo(RechargeFixture.NOW);
        assertThat(made.expiresAt()).isEqualTo(RechargeFixture.NOW.plus(Duration.ofDays(14)));
        assertThat(made.instructions())
                .isEqualTo(new TransferInstructions(
                        made.reference(),
                        Money.parse("12.500", customer.currency()),
                        List.of(new TransferInstructions.Account(
                                "Wallet Hub W.L.L.",
                                "Bank of the Tests",
                                "KW81CBKU0000000000001234560101",
                                "CBKUKWKW"))));
        assertThat(hub.count("transfers")).isZero();
        assertThat(hub.bean(GetRechargeHandler.class)
                        .handle(new GetRecharge(made.id().text()), caller(customer)))
                .hasValue(made);
    }

    @Test
    void isOfferedBesideCards() {
        assertThat(methods(hub, customer)).containsExactly("card", "bank_transfer");
    }

    @Test
    void withoutAnAccountOfItsCurrencyItIsNotOffered() {
        try (RechargeFixture without = new RechargeFixture(Map.of())) {
            Customer somebody = without.customer("KWD");
            assertThat(methods(without, somebody)).containsExactly("card");
            assertThat(refused(prepare(without, somebody, "12.500", "bank_transfer", null)))
                    .isEqualTo(ErrorCode.VALIDATION_FAILED);
            assertThat(recharges(without)).isZero();
        }
    }

    @Test
    void theLimitsOfRechargesHoldAndSoDoesTheirNumber() {
        assertThat(decided(prepare(hub, customer, "0.500", "bank_transfer", null)))
                .isInstanceOf(CreateRechargeOutcome.OutOfLimits.class);
        for (int i = 0; i < 5; i++) {
            created("10.000");
        }
        assertThat(refused(prepare(hub, customer, "10.000", "bank_transfer", null)))
                .isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(recharges(hub)).isEqualTo(5);
    }

    @Test
    void aCardStillNeedsSomewhereToGoBackTo() {
        assertThatThrownBy(() -> prepare(hub, customer, "10.000", "card", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not fit");
        assertThat(recharges(hub)).isZero();
    }

    @Test
    void itsCustomerCancelsItAndNobodyElse() {
        Recharge recharge = hub.announced(customer, "10.000");
        assertThat(cancelled(recharge, caller(CustomerId.next()))).isEqualTo(new CancelRechargeOutcome.Missing());
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);
        assertThat(cancelled(recharge, caller(customer))).isInstanceOf(CancelRechargeOutcome.Cancelled.class);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.CANCELLED);
        assertThat(hub.count("events")).isPositive();
        hub.clock.advance(Duration.ofDays(20));
        assertThat(sweep()).isZero();
    }

    @Test
    void whatNobodyConfirmedExpiresOnce() {
        Recharge recharge = hub.announced(customer, "10.000");
        hub.clock.advance(Duration.ofDays(14).minusSeconds(1));
        assertThat(sweep()).isZero();
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.AWAITING_CONFIRMATION);
        hub.clock.advance(Duration.ofSeconds(2));
        assertThat(sweep()).isEqualTo(1);
        assertThat(hub.state(recharge)).isEqualTo(RechargeState.EXPIRED);
        long events = hub.count("events");
        assertThat(events).isPositive();
        hub.clock.advance(Duration.ofDays(1));
        assertThat(sweep()).isZero();
        assertThat(hub.count("events")).isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource({
        "iban, KW82CBKU0000000000001234560101",
        "iban, KW81CBKU0000000000001234560110",
        "iban, 12",
        "bic, CBK",
        "holder, ' '",
        "currency, XXX"
    })
    void anAccountThatCannotBeRightStopsTheStart(String setting, String value) {
        Map<String, Object> settings = new HashMap<>(RechargeFixture.bankAccount());
        settings.put("hub.recharge.bank-transfer.accounts.kwd." + setting, value);
        assertThatThrownBy(() -> new RechargeFixture(settings))
                .rootCause()
                .hasMessageContaining("hub.recharge.bank-transfer.accounts.kwd." + setting);
    }

    /** Under each of them one line of its statement would be another one. */
    @Test
    void anIbanWithTwoIdsStopsTheStart() {
        Map<String, Object> settings = new HashMap<>(RechargeFixture.bankAccount());
        RechargeFixture.bankAccount().forEach((name, value) -> settings.put(name.replace(".kwd.", ".other."), value));
        settings.put("hub.recharge.bank-transfer.accounts.other.currency", "KWD");

        assertThatThrownBy(() -> new RechargeFixture(settings)).rootCause().hasMessageContaining("an IBAN has one id");
    }

    private Integer sweep() {
        SweepRechargesHandler handler = hub.bean(SweepRechargesHandler.class);
        return hub.transaction.execute(status -> handler.handle(new SweepRecharges(), Caller.system("recharge-sweep")));
    }

    private CancelRechargeOutcome cancelled(Recharge recharge, Caller caller) {
        CancelRechargeHandler handler = hub.bean(CancelRechargeHandler.class);
        var preparation = hub.transaction.execute(
                status -> handler.prepare(new CancelRecharge(recharge.id().text()), caller));
        return ((Preparation.Decided<PreparedCancellation, CancelRechargeOutcome>) preparation).outcome();
    }

    private RechargeView created(String amount) {
        return ((CreateRechargeOutcome.Created) decided(prepare(hub, customer, amount, "bank_transfer", null)))
                .recharge();
    }

    private static ErrorCode refused(Preparation<PreparedCheckout, CreateRechargeOutcome> preparation) {
        return ((CreateRechargeOutcome.Refused) decided(preparation)).code();
    }

    private static CreateRechargeOutcome decided(Preparation<PreparedCheckout, CreateRechargeOutcome> preparation) {
        return ((Preparation.Decided<PreparedCheckout, CreateRechargeOutcome>) preparation).outcome();
    }

    private static Preparation<PreparedCheckout, CreateRechargeOutcome> prepare(
            RechargeFixture hub, Customer customer, String amount, String method, @Nullable String returnUrl) {
        CreateRecharge command = new CreateRecharge(Money.parse(amount, customer.currency()), method, returnUrl, null);
        CreateRechargeHandler handler = hub.bean(CreateRechargeHandler.class);
        return hub.transaction.execute(status -> handler.prepare(command, caller(customer)));
    }

    private static List<String> methods(RechargeFixture hub, Customer customer) {
        var outcome =
                hub.bean(GetRechargeOptionsHandler.class).handle(new GetRechargeOptions(null, null), caller(customer));
        return ((RechargeOptionsOutcome.Offered) outcome)
                .methods().stream().map(RechargeOptionsOutcome.Method::method).toList();
    }

    private static long recharges(RechargeFixture hub) {
        return hub.jdbc
                .sql("select count(*) from recharge_recharge")
                .query(Long.class)
                .single();
    }

    private static Caller caller(Customer customer) {
        return caller(customer.id());
    }

    private static Caller caller(CustomerId customer) {
        return Caller.customer(customer, Set.of(CustomerPermission.RECHARGE_CREATE, CustomerPermission.RECHARGE_VIEW));
    }
}
