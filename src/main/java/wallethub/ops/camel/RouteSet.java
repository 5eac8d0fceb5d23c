package wallethub.ops.camel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wallethub.operation.ContractException;
import wallethub.operation.Contracts;

/** All routes of the routes directory, read together. */
record RouteSet(Map<String, RouteUnit> units, Contracts.Candidate contracts) {

    private static final String ROUTES = ".camel.yaml";
    private static final String CONTRACTS = ".openapi.yaml";

    /**
     * @param files text by path under the routes directory
     * @throws RouteSetException for the first thing that is wrong
     */
    static RouteSet read(Map<String, String> files, Contracts contracts) {
        Map<String, String> openapi = ending(files, CONTRACTS);
        String contractTexts = String.valueOf(openapi);
        Map<String, RouteUnit> units = new LinkedHashMap<>();
        ending(files, ROUTES).forEach((file, text) -> {
            for (RouteUnit unit : RouteText.units(file, text, contractTexts)) {
                RouteUnit other = units.put(unit.id(), unit);
                if (other != null) {
                    throw new RouteSetException(
                            unit.finding(unit.id(), "route " + unit.id() + " is also in " + other.file()));
                }
            }
        });
        return new RouteSet(units, candidate(contracts, openapi));
    }

    private static Map<String, String> ending(Map<String, String> files, String suffix) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(suffix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    private static Contracts.Candidate candidate(Contracts contracts, Map<String, String> openapi) {
        try {
            return contracts.read(openapi);
        } catch (ContractException e) {
            throw new RouteSetException(
                    new RouteFinding(e.file(), e.line(), e.column(), String.valueOf(e.getMessage())), e);
        }
    }

    /** Units that are new here or other than there, in the order of their files. */
    List<RouteUnit> beyond(Map<String, RouteUnit> there) {
        List<RouteUnit> changed = new ArrayList<>();
        for (RouteUnit unit : units.values()) {
            RouteUnit old = there.get(unit.id());
            if (old == null || !unit.same(old)) {
                changed.add(unit);
            }
        }
        return changed;
    }
}
