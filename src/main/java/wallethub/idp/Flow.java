package wallethub.idp;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a browser has come, as its cookie carries it, sealed: the hub keeps nothing of a login before its password is right.
 *
 * @param nonce what the forms' tokens are made from; another one after the password
 * @param token of the login that waits for its code; empty before the password
 * @param query of the client's request, raw, to go on with; empty on pages that nobody asked for
 */
record Flow(Instant expiresAt, String nonce, String token, String query) {

    static final int LONGEST_QUERY = 2_000;

    String text() {
        return expiresAt.getEpochSecond() + "\n" + nonce + "\n" + token + "\n" + query;
    }

    static Optional<Flow> of(String text) {
        String[] parts = text.split("\n", 4);
        return parts.length == 4
                ? Optional.of(new Flow(Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1], parts[2], parts[3]))
                : Optional.empty();
    }
}
