package wallethub.access;

import java.util.Set;

/** What a customer's token permits; the OpenAPI file names one of them for each operation. */
public final class CustomerPermission {

    public static final String WALLET_VIEW = "wallet.view";
    public static final String RECHARGE_VIEW = "recharge.view";
    public static final String RECHARGE_CREATE = "recharge.create";
    public static final String INVOICE_VIEW = "invoice.view";
    public static final String INVOICE_PAY = "invoice.pay";
    public static final String ALERT_VIEW = "alert.view";
    public static final String ORDER_VIEW = "order.view";
    public static final String ORDER_PAY = "order.pay";
    public static final String SESSION_MANAGE = "session.manage";
    public static final String PROFILE_VIEW = "profile.view";

    public static final Set<String> ALL = Set.of(
            WALLET_VIEW,
            RECHARGE_VIEW,
            RECHARGE_CREATE,
            INVOICE_VIEW,
            INVOICE_PAY,
            ALERT_VIEW,
            ORDER_VIEW,
            ORDER_PAY,
            SESSION_MANAGE,
            PROFILE_VIEW);

    private CustomerPermission() {}
}
