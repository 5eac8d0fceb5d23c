package wallethub.books;

import java.time.Instant;
import java.time.LocalDate;
import wallethub.money.Money;

/**
 * What the ERP has on the wallet liability account, in canonical form: one posted line.
 *
 * @param system the connector that read it
 * @param lineId the ERP's id of the line
 * @param document the ERP's id of the document that has the line
 * @param number the document's number, empty for none
 * @param reference ours, empty for none
 * @param customer the customer's code, empty for none
 * @param amount what the wallet gains; negative when it loses
 * @param date of the posting, in the business time zone
 * @param changedAt by the ERP's clock
 */
record ImportErpEntry(
        String system,
        String lineId,
        String document,
        String number,
        String reference,
        String customer,
        Money amount,
        LocalDate date,
        Instant changedAt) {

    private static final int ID_LENGTH_MAX = 100;
    private static final int NUMBER_LENGTH_MAX = 255;

    ImportErpEntry {
        demand(system.matches("[a-z][a-z0-9-]{0,49}"), "system is the name of a connector");
        demand(lineId.matches("[\\x21-\\x7e]{1,100}"), "lineId has 1 to 100 printable ASCII characters");
        demand(document.length() <= ID_LENGTH_MAX, "document has at most 100 characters");
        demand(
                number.length() <= NUMBER_LENGTH_MAX && number.chars().noneMatch(Character::isISOControl),
                "number has at most 255 characters and none that controls");
        demand(reference.length() <= NUMBER_LENGTH_MAX, "reference has at most 255 characters");
        demand(customer.length() <= ID_LENGTH_MAX, "customer has at most 100 characters");
    }

    /** The same line under other names. */
    ImportErpEntry of(String otherCustomer, String otherReference) {
        return new ImportErpEntry(
                system, lineId, document, number, otherReference, otherCustomer, amount, date, changedAt);
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
