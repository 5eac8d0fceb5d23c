package wallethub.staff;

import java.util.List;

/**
 * A role: what whoever has it may do.
 *
 * @param version goes up with each change; 0 for one that is not there yet
 * @param permissions their names, sorted; only such as the code knows
 */
record Role(String id, long version, BothLanguages name, BothLanguages description, List<String> permissions) {

    Role {
        permissions = permissions.stream().sorted().distinct().toList();
    }
}
