package wallethub.recharge;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.recharge.RechargeFixture.event;

import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.customer.Customer;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.operation.CanonicalJson;
import wallethub.problem.ErrorCode;

/** Limits that change while people recharge. */
class RechargeLimitTests {

    private static final Currency KWD = Currency.getInstance("KWD");

    private final RechargeFixture hub = new RechargeFixture(Map.of());

    @AfterEach
    void theLedgerIsWhole() {
        hub.close();
    }

    private void minimum(String minimum) {
        RechargeLimits limits = new RechargeLimits(List.of(new RechargeLimits.Line(
                Money.parse(minimum, KWD), Money.parse("100.000", KWD), Money.parse("0.010", KWD), List.of())));
        hub.jdbc
                .sql("insert into setting_version values ('recharge-limits', 1, :content, 't', 'r', now())")
                .param("content", CanonicalJson.text(limits))
                .update();
    }

    private Optional<CreateRechargeOutcome> broken(String amount) {
        Customer customer = new Customer(CustomerId.next(), WalletId.next(), "C-9", "N", "+96550000009", "en", KWD, 1);
        return hub.bean(RechargeRules.class)
                .broken(
                        new CreateRecharge(Money.parse(amount, KWD), "card", "https://portal.example/back", null),
                        customer);
    }

    @Test
    void scenario54_whatWasBegunUnderOtherLimitsIsCreditedAndNothingBelowThemBegins() {
        assertThat(broken("5.000")).isEmpty();
        Recharge begun = hub.pending("5.000");
        minimum("10.000");
        assertThat(broken("5.000"))
                .contains(new CreateRechargeOutcome.OutOfLimits(
                        ErrorCode.AMOUNT_BELOW_MINIMUM, Money.parse("10.000", KWD)));
        assertThat(hub.apply(
                        event(begun, PaymentEvent.Type.PAYMENT_CAPTURED, "pi_1").build()))
                .isInstanceOf(PaymentOutcome.Credited.class);
        assertThat(hub.state(begun)).isEqualTo(RechargeState.SUCCEEDED);
        assertThat(hub.balance(begun)).isEqualTo(Money.parse("5.000", KWD));
    }

    @Test
    void whatIsOfferedIsWhatIsInForce() {
        minimum("10.000");
        RechargeLimits.Line limits = hub.bean(RechargeRules.class).limits(KWD).orElseThrow();
        assertThat(limits.covering(Money.parse("3.333", KWD))).isEqualTo(Money.parse("10.000", KWD));
        assertThat(limits.covering(Money.parse("12.345", KWD))).isEqualTo(Money.parse("12.350", KWD));
        assertThat(hub.bean(RechargeRules.class).limits(Currency.getInstance("USD")))
                .as("a group is replaced whole")
                .isEmpty();
    }
}
