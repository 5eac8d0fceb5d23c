package wallethub.staff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the issuer says somebody is.
 *
 * @param person whose account it is, where the issuer tells; else the subject
 * @param sid its name of the session; null when it gives none
 */
record Identity(
        String issuer,
        String subject,
        String person,
        @Nullable String sid,
        String name,
        List<String> groups) {

    Identity {
        groups = List.copyOf(groups);
    }

    /** Never the name. */
    @Override
    public String toString() {
        return "Identity[***]";
    }
}
