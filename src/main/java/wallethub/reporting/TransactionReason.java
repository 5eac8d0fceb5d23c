package wallethub.reporting;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.operation.LocalText;

/**
 * Why a transaction is there: the rule that made it and the document it came from.
 *
 * @param rule stable; the text is not
 * @param document absent where there is none
 * @param related absent where it stands alone
 */
public record TransactionReason(
        String rule,
        LocalText text,
        @Nullable Document document,
        @Nullable Related related) {

    /**
     * @param id in the hub; of what was born in the ERP that of the ERP
     * @param reference what people call it by; absent where it has no other name than its id
     * @param receiptId of a recharge: the receipt that was written with the credit
     */
    public record Document(
            String type,
            String id,
            @Nullable String reference,
            @Nullable String receiptId,
            @Nullable String gateway,
            @Nullable String gatewayPaymentId) {

        static Document of(String type, String id) {
            return new Document(type, id, null, null, null, null);
        }
    }

    /**
     * Another transaction that it belongs to.
     *
     * @param relation {@code refunds}, {@code reverses} or {@code merges}
     */
    public record Related(String relation, TransferId transactionId) {

        static @Nullable Related of(TransactionSource source) {
            if (source.refunded() != null) {
                return new Related("refunds", source.refunded());
            }
            if (source.reversed() != null) {
                return new Related("reverses", source.reversed());
            }
            return source.other() == null ? null : new Related("merges", source.other());
        }
    }

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

    private static final LocalText MERGE =
            new LocalText("Two wallets of one customer became one.", "دُمجت محفظتان لعميل واحد في محفظة واحدة.");

    static TransactionReason of(Transaction transaction, TransactionSource source) {
        Transaction.RechargeCredit credit = transaction.credit();
        return credit == null ? byKind(transaction, source) : ofRecharge(credit);
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
                        credit.paymentId()),
                null);
    }

    private static TransactionReason byKind(Transaction transaction, TransactionSource source) {
        if (source.other() != null) {
            return new TransactionReason("merge", MERGE, document(transaction, source), Related.of(source));
        }
        TransactionSource.Matter matter = source.matter();
        if (matter != null) {
            return new TransactionReason(
                    matter.rule(),
                    MatterRule.of(matter.rule()).text(matter.reference() == null ? matter.id() : matter.reference()),
                    document(transaction, source),
                    Related.of(source));
        }
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
            case RESCUE ->
                new LocalText(
                        "Put into the wallet by a store for a payment that the bank did not hand on.",
                        "مبلغ أضافه متجر إلى المحفظة بدل دفعة لم يحوّلها البنك.");
            case RESCUE_REVERSAL ->
                new LocalText(
                        "Taken back by a store, because the bank has returned the payment.",
                        "مبلغ استرده متجر لأن البنك أعاد الدفعة.");
            case ERP_ENTRY -> new LocalText("Booked by our accounts department.", "قيد سجّله قسم الحسابات.");
        };
        return new TransactionReason(
                transaction.kind().name().toLowerCase(Locale.ROOT),
                text,
                document(transaction, source),
                Related.of(source));
    }

    private static @Nullable Document document(Transaction transaction, TransactionSource source) {
        if (source.approval() != null) {
            return Document.of("approval", source.approval());
        }
        TransactionSource.Matter matter = source.matter();
        if (matter != null) {
            return new Document(matter.type(), matter.id(), matter.reference(), null, null, null);
        }
        if (transaction.kind() == TransferKind.ERP_ENTRY) {
            // Its line there, and the number of the document that the line is in.
            return new Document("erp-entry", source.businessKey(), transaction.erpNumber(), null, null, null);
        }
        return null;
    }
}
