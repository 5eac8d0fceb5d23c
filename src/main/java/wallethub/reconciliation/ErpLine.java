package wallethub.reconciliation;

import wallethub.money.Money;

/**
 * A posted line on the ERP's wallet liability account.
 *
 * @param reference ours, or empty for a line that was born in the ERP
 * @param customer the CRM's id, empty for none
 * @param amount what the wallet gains
 */
record ErpLine(String id, String document, String number, String reference, String customer, Money amount) {

    ErpLine of(String otherCustomer) {
        return new ErpLine(id, document, number, reference, otherCustomer, amount);
    }
}
