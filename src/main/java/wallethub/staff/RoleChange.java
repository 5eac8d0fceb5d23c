package wallethub.staff;

import java.util.List;

/** A role is to be that, whole. */
record RoleChange(String id, BothLanguages name, BothLanguages description, List<String> permissions) {

    RoleChange {
        permissions = permissions.stream().sorted().distinct().toList();
    }
}
