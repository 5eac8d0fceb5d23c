package wallethub.staff;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;

/** The roles that the issuer gives through its groups, renewed at every login beside those given in the hub. */
@Component
class IssuerRoles {

    private final IssuerRoleStore store;

    IssuerRoles(IssuerRoleStore store) {
        this.store = store;
    }

    /**
     * In the transaction of a login: what the issuer gave and does not give any more is gone with it.
     *
     * @param roles by name; one that the hub does not have gives nothing
     * @return whether the account now has any role at all
     */
    boolean told(StaffId account, List<String> roles, Instant now) {
        store.forgetOthers(account, roles);
        store.give(account, roles, now);
        return store.hasAny(account);
    }
}
