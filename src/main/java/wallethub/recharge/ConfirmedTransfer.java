package wallethub.recharge;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import wallethub.gateway.PaymentEvent;
import wallethub.id.ApprovalId;
import wallethub.id.RechargeId;
import wallethub.money.Money;

/**
 * One line of a bank's statement as the person has it who asks for its credit; two people look at both amounts.
 *
 * @param claimed what the customer announced
 * @param received what came: that is credited
 * @param bankAccount our id of the account that it came to
 * @param bankReference the bank's, its letters in capitals and its digits, so that one line is written one way; empty when it
 *     has neither
 */
record ConfirmedTransfer(
        RechargeId rechargeId,
        String reference,
        Money claimed,
        Money received,
        String bankAccount,
        String bankReference,
        LocalDate valueDate) {

    ConfirmedTransfer {
        bankReference = bankReference.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    }

    /** The bank's references are not unique by themselves; a line is one credit, and another line is another. */
    String paymentId() {
        return bankReference + "/" + valueDate + "/" + received.minorUnits();
    }

    /** As a gateway would tell of it, so that it is credited by the rules of any payment. */
    PaymentEvent event(ApprovalId approval, ZoneId zone) {
        long minor = received.minorUnits();
        return new PaymentEvent(
                PaymentEvent.SCHEMA,
                BankTransfers.GATEWAY,
                bankAccount,
                approval.text(),
                paymentId(),
                null,
                null,
                reference,
                PaymentEvent.Type.PAYMENT_CAPTURED,
                PaymentEvent.Amount.of(received),
                new PaymentEvent.Cumulative(minor, minor, 0),
                valueDate.atStartOfDay(zone).toInstant(),
                true,
                false,
                null,
                null,
                PaymentEvent.Confirmation.CONFIRMED_BY_API,
                null);
    }
}
