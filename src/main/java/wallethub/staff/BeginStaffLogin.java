package wallethub.staff;

/**
 * A browser that wants to log in.
 *
 * @param returnUrl where it goes afterwards, with a code or an error
 * @param codeChallenge the portal's own: S256 of the verifier that redeems the code
 */
record BeginStaffLogin(String returnUrl, String codeChallenge) {}
