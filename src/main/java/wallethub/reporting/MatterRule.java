package wallethub.reporting;

import java.util.Locale;
import wallethub.operation.LocalText;

/** Why money was moved for an invoice, an order or a hold, or came back; the names are on the wire. */
enum MatterRule {
    INVOICE_REQUEST("Invoice %s was paid on request.", "سُددت الفاتورة %s بناءً على طلبك."),
    INVOICE_AUTOMATIC("Invoice %s was open and paid by itself.", "سُددت الفاتورة المستحقة %s تلقائيًا."),
    /** The ERP cancelled it after it had booked the payment. */
    INVOICE_CANCELLED(
            "Invoice %s was cancelled after it had been paid; the money is back.",
            "أُلغيت الفاتورة %s بعد سدادها، وأُعيد المبلغ."),
    ORDER("Order %s of a store was paid.", "دُفع طلب المتجر %s."),
    ORDER_REFUND("A store gave money of an order back (%s).", "أعاد المتجر مبلغًا من طلب (%s)."),
    ORDER_RESCUE(
            "A store credited what your bank took and did not hand on (%s).",
            "أضاف المتجر مبلغًا خصمه بنكك ولم يصل إليه (%s)."),
    ORDER_RESCUE_REVERSAL(
            "What a store had credited was taken back, because your bank returned it (%s).",
            "استُرد مبلغ أضافه المتجر لأن بنكك أعاده (%s)."),
    HOLD_CAPTURE("A store took what was held for it (%s).", "أخذ المتجر مبلغًا كان محجوزًا له (%s)."),
    /** The ERP will not have it: of an invoice, an order or a hold. */
    PAYMENT_REFUSED(
            "Our accounts department could not book the payment (%s); the money is back.",
            "تعذر على قسم الحسابات تسجيل الدفعة (%s)، وأُعيد المبلغ.");

    private final String english;
    private final String arabic;

    MatterRule(String english, String arabic) {
        this.english = english;
        this.arabic = arabic;
    }

    static MatterRule of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** For people; the value is what they call the document by. */
    LocalText text(String reference) {
        return new LocalText(english, arabic).with(reference);
    }
}
