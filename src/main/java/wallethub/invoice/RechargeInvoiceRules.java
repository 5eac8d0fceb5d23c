package wallethub.invoice;

import java.util.regex.Pattern;

/**
 * Whether the ERP issues an invoice for each recharge.
 *
 * @param account the ERP's code of the account that earns it
 */
record RechargeInvoiceRules(boolean on, String account) {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    RechargeInvoiceRules {
        if (!CODE.matcher(account).matches()) {
            throw new IllegalArgumentException("account is a code of the ERP of 1 to 32 letters, digits and . _ -");
        }
    }
}
