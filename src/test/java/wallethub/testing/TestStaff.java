package wallethub.testing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import wallethub.access.Caller;
import wallethub.access.StaffDirectory;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;

/** Members of the staff who may do what a test says, without accounts and roles. */
public final class TestStaff implements StaffDirectory {

    private final Map<StaffId, Set<String>> permissions = new ConcurrentHashMap<>();
    private final Map<StaffId, StaffId> persons = new ConcurrentHashMap<>();

    /** Somebody new, as the caller that his token makes of him. */
    public Caller hire(StaffPermission... may) {
        return permit(StaffId.next(), may);
    }

    /** What he may do from now on; whoever has his token still comes as he was. */
    public Caller permit(StaffId staff, StaffPermission... may) {
        permissions.put(staff, StaffPermission.wires(may));
        return Caller.staff(staff, "ses_of_" + staff, permissionsOf(staff), "192.0.2.7");
    }

    /** Another account of the same person. */
    public Caller again(StaffId first, StaffPermission... may) {
        Caller second = hire(may);
        persons.put(second.staff(), first);
        return second;
    }

    @Override
    public Set<String> permissionsOf(StaffId staff) {
        return permissions.getOrDefault(staff, Set.of());
    }

    @Override
    public boolean samePerson(StaffId one, StaffId other) {
        return persons.getOrDefault(one, one).equals(persons.getOrDefault(other, other));
    }
}
