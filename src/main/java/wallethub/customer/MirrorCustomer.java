package wallethub.customer;

import java.time.Instant;
import java.util.Currency;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the CRM says of a customer, in canonical form.
 *
 * @param externalId the CRM's id
 * @param version the CRM's version; larger is newer
 * @param mobile E.164
 * @param language ISO 639-1, such as {@code ar}
 * @param mergedInto the CRM's id of the customer that this one was merged into; null for one that stands on its own
 * @param changedAt when it changed in the CRM; null where the CRM does not say
 */
record MirrorCustomer(
        String externalId,
        long version,
        String name,
        String mobile,
        String language,
        Currency currency,
        @Nullable String mergedInto,
        @Nullable Instant changedAt) {

    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\x21-\\x7e]{1,100}");
    private static final Pattern MOBILE = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final int NAME_LENGTH_MAX = 200;

    /** @throws IllegalArgumentException naming the rule, never the value: these are personal data */
    MirrorCustomer {
        demand(EXTERNAL_ID.matcher(externalId).matches(), "externalId has 1 to 100 printable ASCII characters");
        demand(mergedInto == null || EXTERNAL_ID.matcher(mergedInto).matches(), "mergedInto is an external id");
        demand(version >= 0, "version is not negative");
        demand(!name.isBlank() && name.length() <= NAME_LENGTH_MAX, "name has 1 to 200 characters");
        demand(MOBILE.matcher(mobile).matches(), "mobile is an E.164 number");
        demand(LANGUAGE.matcher(language).matches(), "language is an ISO 639-1 code");
        demand(currency.getDefaultFractionDigits() >= 0, "currency has minor units");
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
