package wallethub.access;

import java.util.List;

/**
 * Who somebody on the staff is outside of the hub.
 *
 * @param issuer who vouches for the login
 * @param subject whom the issuer means; an id there, never a name
 * @param roles the names of the roles now
 */
public record StaffIdentity(String issuer, String subject, List<String> roles) {

    public StaffIdentity {
        roles = roles.stream().sorted().toList();
    }
}
