package wallethub.access;

import java.util.Optional;
import wallethub.id.StaffId;

/** Tells who somebody on the staff is outside of the hub, at this moment; the package that knows the accounts implements it. */
public interface StaffIdentities {

    Optional<StaffIdentity> of(StaffId staff);
}
