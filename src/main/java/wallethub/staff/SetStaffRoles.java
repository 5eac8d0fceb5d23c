package wallethub.staff;

import java.util.List;
import wallethub.id.StaffId;
import wallethub.operation.Precondition;

/** Somebody is to have these roles; asked of another administrator. */
record SetStaffRoles(StaffId id, List<String> roles, String reason, Precondition ifMatch) {}
