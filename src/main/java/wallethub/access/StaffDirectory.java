package wallethub.access;

import java.util.Set;
import wallethub.id.StaffId;

/** Who works here and what each of them may do at this moment, whatever an older token says. */
public interface StaffDirectory {

    /** By their wire names; none for somebody who left, is disabled, or was never here. */
    Set<String> permissionsOf(StaffId staff);

    /**
     * Whether two accounts may be one person: one account, two that their issuer says are one person's, or any two of different
     * issuers, because nobody can tell.
     */
    boolean samePerson(StaffId one, StaffId other);
}
