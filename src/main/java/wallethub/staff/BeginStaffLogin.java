package wallethub.staff;

/**
 * A browser that wants to log in.
 *
 * @param returnUrl where it goes afterwards, with a code or an error
 * @param codeChallenge the portal's own: S256 of the verifier that redeems the code
 * @param breakGlass whether to the embedded issuer, past an outside one that is out of order
 */
record BeginStaffLogin(String returnUrl, String codeChallenge, boolean breakGlass) {}
