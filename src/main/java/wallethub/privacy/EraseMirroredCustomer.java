package wallethub.privacy;

import java.util.regex.Pattern;

/**
 * The CRM has erased a customer, and so does the hub.
 *
 * @param externalId the CRM's id
 */
record EraseMirroredCustomer(String externalId) {

    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\x21-\\x7e]{1,100}");

    EraseMirroredCustomer {
        if (!EXTERNAL_ID.matcher(externalId).matches()) {
            throw new IllegalArgumentException("externalId has 1 to 100 printable ASCII characters");
        }
    }
}
