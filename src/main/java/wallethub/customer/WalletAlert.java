package wallethub.customer;

import java.util.ArrayList;
import java.util.List;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.operation.LocalText;

/**
 * What a customer should know of the wallet.
 *
 * @param code stable; the text is not
 */
public record WalletAlert(Code code, LocalText text) {

    /** In the order in which they are told. */
    public enum Code {
        FROZEN,
        IN_DEBT,
        LOW_BALANCE,
        ERP_REFUSED
    }

    private static final LocalText FROZEN = new LocalText(
            "The wallet is frozen: money can come in, nothing can be spent.",
            "المحفظة مجمدة: يمكن إضافة الأموال إليها ولا يمكن الصرف منها.");
    private static final LocalText IN_DEBT = new LocalText(
            "The wallet is in debt; recharge it to spend again.", "المحفظة مدينة؛ يُرجى شحنها للتمكن من الصرف مجددًا.");
    private static final LocalText LOW_BALANCE = new LocalText(
            "The available balance is below the minimum of %s.", "الرصيد المتاح أقل من الحد الأدنى البالغ %s.");
    private static final LocalText ERP_REFUSED = new LocalText(
            "A part of the balance is being clarified with our accounts department.",
            "جزء من الرصيد قيد المراجعة لدى قسم الحسابات.");

    static List<WalletAlert> of(Wallet wallet, Money minimum) {
        List<WalletAlert> alerts = new ArrayList<>();
        if (wallet.frozen()) {
            alerts.add(new WalletAlert(Code.FROZEN, FROZEN));
        }
        if (wallet.inDebt()) {
            alerts.add(new WalletAlert(Code.IN_DEBT, IN_DEBT));
        } else if (wallet.available().compareTo(minimum) < 0) {
            alerts.add(new WalletAlert(Code.LOW_BALANCE, LOW_BALANCE.with(minimum)));
        }
        if (!wallet.refused().isZero()) {
            alerts.add(new WalletAlert(Code.ERP_REFUSED, ERP_REFUSED));
        }
        return List.copyOf(alerts);
    }
}
