package wallethub.staff;

import org.springframework.stereotype.Component;

/** Those who decide about roles, of whom there must be two. */
@Component
public class Administrators {

    private final RoleStore roles;

    Administrators(RoleStore roles) {
        this.roles = roles;
    }

    /** Whether there are two; what follows from it holds until the end of the transaction. */
    public boolean areEnough() {
        roles.lock();
        return roles.book().hasEnough();
    }
}
