package wallethub.customer;

import java.util.Arrays;
import java.util.Locale;
import wallethub.operation.LocalText;

/** What an alert is about; of one wallet at most one of each kind is open. */
public enum AlertKind {
    /** What can be spent fell below the minimum balance; over when it is a margin above it again. */
    LOW_BALANCE("The available balance fell below %s.", "انخفض الرصيد المتاح إلى ما دون %s."),
    /** More was taken than there was; over when nothing is owed any more. */
    DEBT("The wallet owes %s; recharge it to spend again.", "على المحفظة مبلغ %s؛ يُرجى شحنها للتمكن من الصرف مجددًا."),
    /** An invoice that is due could not be paid from the wallet; the amount is what was missing. */
    DEDUCTION_FAILED("%s was missing to pay an invoice from the wallet.", "ينقص المحفظة مبلغ %s لسداد فاتورة مستحقة."),
    /** Money came that finance must decide about before it is credited. */
    PAYMENT_PARKED(
            "A payment of %s is being looked into before it is credited.",
            "دفعة بمبلغ %s قيد المراجعة قبل إضافتها إلى المحفظة.");

    private final String english;
    private final String arabic;

    AlertKind(String english, String arabic) {
        this.english = english;
        this.arabic = arabic;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AlertKind of(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of alert is called " + wire));
    }

    /** For people; the value is an amount. */
    LocalText text(Object value) {
        return new LocalText(english, arabic).with(value);
    }
}
