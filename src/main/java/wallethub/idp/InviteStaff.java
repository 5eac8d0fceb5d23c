package wallethub.idp;

/**
 * Gives somebody a one-time secret for a login account.
 *
 * @param group what the issuer will say of him: {@code staff}, {@code administrators} or {@code break-glass}
 */
record InviteStaff(String userName, String group, String reason) {}
