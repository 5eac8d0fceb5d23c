package wallethub.privacy;

/**
 * Asks that a customer be erased; a second person decides.
 *
 * @param id the customer's
 * @param reason in the person's own words, without personal data
 */
record EraseCustomer(String id, String reason) {}
