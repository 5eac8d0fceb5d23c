package wallethub.customer;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.KeyedHash;

/**
 * Who was erased: known again by a keyed hash of the CRM's id, and by nothing else. For whoever is still told of them by a system
 * that has not erased them.
 */
@Component
public class ErasedCustomers {

    /** How a delivery ends that told of somebody who was erased; its document goes with it. */
    public static final String CODE = "CUSTOMER_ERASED";

    private static final String PREFIX = "erased:";

    private final CustomerStore store;
    private final KeyedHash hash;

    public ErasedCustomers(JdbcClient jdbc, KeyedHash hash) {
        this.store = new CustomerStore(jdbc);
        this.hash = hash;
    }

    /** @param externalId the CRM's id */
    public boolean has(String externalId) {
        return store.isErased(tombstone(externalId));
    }

    /** Whether this stands for the CRM's id of somebody who was erased. */
    public static boolean isPseudonym(String externalId) {
        return externalId.startsWith(PREFIX);
    }

    /** What stands for the CRM's id: the pseudonym of somebody who was erased, otherwise the id itself. */
    public String standIn(String externalId) {
        return has(externalId) ? pseudonym(externalId) : externalId;
    }

    /** {@link #standIn} of those that were erased, and of nobody else. */
    public Map<String, String> standIns(Collection<String> externalIds) {
        Map<String, String> byHash = new HashMap<>();
        new HashSet<>(externalIds).forEach(id -> byHash.put(tombstone(id), id));
        Set<String> erased = store.erasedAmong(byHash.keySet());
        Map<String, String> standIns = new HashMap<>();
        erased.forEach(one -> standIns.put(byHash.get(one), PREFIX + one));
        return Map.copyOf(standIns);
    }

    String pseudonym(String externalId) {
        return PREFIX + tombstone(externalId);
    }

    String tombstone(String externalId) {
        return hash.of("customer-external-id", externalId);
    }
}
