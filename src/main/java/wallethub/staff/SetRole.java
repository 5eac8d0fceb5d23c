package wallethub.staff;

import java.util.List;
import wallethub.operation.Precondition;

/** A role is to be that; asked of another administrator. */
record SetRole(
        String id,
        BothLanguages name,
        BothLanguages description,
        List<String> permissions,
        String reason,
        Precondition ifMatch) {}
