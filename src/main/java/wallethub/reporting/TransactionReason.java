package wallethub.reporting;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.operation.LocalText;

/**
 * Why a transaction is there: the rule that made it and the document it came from.
 *
 * @param rule stable; the text is not
 * @param document absent where the hub has none, as for what was born in the ERP
 */
public record TransactionReason(
        String rule, LocalText text, @Nullable Document document) {

    /** @param receiptId the receipt that was written with the credit */
    public record Document(
            String type, String id, String reference, String receiptId, String gateway, String gatewayPaymentId) {}

    private static final LocalText RECHARGE =
            new LocalText("Recharge %s was paid in full.", "تم دفع عملية الشحن %s بالكامل.");
    private static final LocalText LATE = new LocalText(
            "Recharge %s was paid after it had expired or been cancelled; the money is credited all the same.",
            "تم دفع عملية الشحن %s بعد انتهاء صلاحيتها أو إلغائها، وأُضيف المبلغ إلى المحفظة مع ذلك.");
    private static final LocalText PARTIAL =
            new LocalText("A part of recharge %s was paid.", "تم دفع جزء من عملية الشحن %s.");
    private static final LocalText UNMATCHED = new LocalText(
            "Recharge %s was paid a second time; the money is credited and looked into.",
            "تم دفع عملية الشحن %s مرة ثانية، وأُضيف المبلغ إلى المحفظة وهو قيد المراجعة.");

    static TransactionReason of(Transaction transaction) {
        Transaction.RechargeCredit credit = transaction.credit();
        return credit == null ? byKind(transaction) : ofRecharge(credit);
    }

    private static TransactionReason ofRecharge(Transaction.RechargeCredit credit) {
        LocalText text = switch (credit.reason()) {
            case "recharge" -> RECHARGE;
            case "late" -> LATE;
            case "partial" -> PARTIAL;
            case "unmatched" -> UNMATCHED;
            default -> throw new IllegalStateException("a receipt has the reason " + credit.reason());
        };
        return new TransactionReason(
                credit.reason(),
                text.with(credit.reference()),
                new Document(
                        "recharge",
                        credit.rechargeId(),
                        credit.reference(),
                        credit.receiptId(),
                        credit.gateway(),
                        credit.paymentId()));
    }

    private static TransactionReason byKind(Transaction transaction) {
        LocalText text = switch (transaction.kind()) {
            case RECHARGE -> new LocalText("Money of a recharge.", "مبلغ عملية شحن.");
            case UNMATCHED_CREDIT ->
                new LocalText(
                        "Money that came without an open recharge; it is looked into.",
                        "مبلغ وصل دون عملية شحن مفتوحة وهو قيد المراجعة.");
            case PAYMENT -> new LocalText("Paid from the wallet.", "دفعة من المحفظة.");
            case REFUND -> new LocalText("Money given back to the wallet.", "مبلغ أُعيد إلى المحفظة.");
            case REVERSAL -> new LocalText("The opposite of an earlier transaction.", "عكس حركة سابقة.");
            case ADJUSTMENT ->
                new LocalText("A correction that two members of staff approved.", "تسوية وافق عليها موظفان.");
            case CHARGEBACK -> new LocalText("The bank took back a card payment.", "استرد البنك دفعة بالبطاقة.");
            case ERP_ENTRY -> new LocalText("Booked by our accounts department.", "قيد سجّله قسم الحسابات.");
        };
        return new TransactionReason(transaction.kind().name().toLowerCase(Locale.ROOT), text, null);
    }
}
