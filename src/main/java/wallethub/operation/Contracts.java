package wallethub.operation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;
import wallethub.operation.Contract.Parameter;
import wallethub.operation.Contract.Place;

/** The OpenAPI files in force, replaced together or not at all. */
@Component
public class Contracts {

    private static final String STORES = "/api/store/";

    private final Handlers handlers;
    private volatile Active active = new Active(Map.of(), Map.of(), List.of(), Set.of());

    Contracts(Handlers handlers) {
        this.handlers = handlers;
    }

    /** @param keyed those that ask for an Idempotency-Key */
    private record Active(
            Map<String, String> files, Map<String, Contract> byName, List<Contract> keyed, Set<String> queryNames) {}

    /** A set of files that was read and fits the handlers. */
    public static final class Candidate {
        private final Active active;

        private Candidate(Active active) {
            this.active = active;
        }

        /** The operationIds, each of which needs its route {@code direct:<operationId>}. */
        public Set<String> operationIds() {
            Set<String> ids = new HashSet<>();
            active.byName().values().forEach(contract -> ids.add(contract.operationId()));
            return ids;
        }
    }

    /**
     * @param files text by name, such as {@code portal/customer.openapi.yaml}
     * @throws ContractException for the first thing that cannot be served
     */
    public Candidate read(Map<String, String> files) {
        Active known = active;
        if (files.equals(known.files())) {
            return new Candidate(known); // reading them takes a good part of the time in which an edited route is live
        }
        Map<String, Contract> byName = new HashMap<>();
        Set<String> queryNames = new HashSet<>();
        new TreeMap<>(files).forEach((file, text) -> {
            for (Contract contract : ContractFile.read(file, text)) {
                agree(file, contract);
                if (byName.put(contract.name(), contract) != null) {
                    throw new ContractException(file, contract.operationId() + " is there twice");
                }
                queryNames.addAll(queryNames(contract.parameters()));
            }
        });
        List<Contract> keyed = byName.values().stream()
                .filter(contract ->
                        handlers.find(contract.name()).filter(Handler::keyed).isPresent())
                .toList();
        return new Candidate(new Active(Map.copyOf(files), Map.copyOf(byName), keyed, Set.copyOf(queryNames)));
    }

    private void agree(String file, Contract contract) {
        Handler<?, ?> handler = handlers.find(contract.name())
                .orElseThrow(() -> new ContractException(file, "no operation is named " + contract.name()));
        CallerRule promised = promised(file, contract);
        if (!handler.callers().equals(promised)) {
            throw new ContractException(
                    file, contract.operationId() + " promises " + promised + " but asks for " + handler.callers());
        }
    }

    private static CallerRule promised(String file, Contract contract) {
        String permission = contract.permission();
        if (permission == null) {
            return new CallerRule.Public();
        }
        // A store's scope may have the name of somebody else's permission.
        if (contract.path().getPatternString().startsWith(STORES)) {
            return StoreScope.of(permission)
                    .map(CallerRule.Store::new)
                    .orElseThrow(() -> new ContractException(
                            file,
                            contract.operationId() + " asks for " + permission + ", which is no scope of a store"));
        }
        return StaffPermission.of(permission)
                .<CallerRule>map(CallerRule.Staff::new)
                .orElseGet(() -> new CallerRule.Holder(permission));
    }

    private static List<String> queryNames(List<Parameter> parameters) {
        return parameters.stream()
                .filter(parameter -> parameter.in() == Place.QUERY)
                .map(Parameter::name)
                .toList();
    }

    public void activate(Candidate candidate) {
        active = candidate.active;
    }

    Optional<Contract> find(String operation) {
        return Optional.ofNullable(active.byName().get(operation));
    }

    /** Whether the operation there asks for an Idempotency-Key, as every one does that moves money. */
    public boolean isKeyed(String method, String path) {
        List<Contract> candidates = active.keyed().stream()
                .filter(contract -> contract.method().equals(method))
                .toList();
        if (candidates.isEmpty()) {
            return false;
        }
        PathContainer parsed = PathContainer.parsePath(path);
        return candidates.stream().anyMatch(contract -> contract.path().matches(parsed));
    }

    /** The query parameters that any operation knows; everything else is dropped at the edge. */
    public Set<String> queryNames() {
        return active.queryNames();
    }

    /** The text of a file, by the name of its audience: {@code customer}. */
    public Optional<String> text(String audience) {
        return active.files().entrySet().stream()
                .filter(file -> file.getKey().endsWith("/" + audience + ".openapi.yaml"))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
