package wallethub.access;

import java.util.Set;
import wallethub.id.StaffId;

/** Who works here and what each of them may do at this moment, whatever an older token says. */
public interface StaffDirectory {

    /** By their wire names; none for somebody who left, is disabled, or was never here. */
    Set<String> permissionsOf(StaffId staff);

    /** Whether two accounts are one person: one account, two of one (issuer, subject), or one that stands in for the other. */
    default boolean samePerson(StaffId one, StaffId other) {
        return one.equals(other);
    }
}
