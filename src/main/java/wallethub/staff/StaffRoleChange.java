package wallethub.staff;

import java.util.List;
import wallethub.id.StaffId;

/** Somebody is to have these roles, and of those that the hub gives no others. */
record StaffRoleChange(StaffId staff, List<String> roles) {

    StaffRoleChange {
        roles = roles.stream().sorted().distinct().toList();
    }
}
