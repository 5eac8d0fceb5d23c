package wallethub.ops.camel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** The routes of the serving context: replaced where they changed, as a whole or not at all. */
final class RoutesInForce {

    private final CamelContext context;
    private final ServedPaths paths;
    private Map<String, RouteUnit> units = Map.of();

    RoutesInForce(CamelContext context, ServedPaths paths) {
        this.context = context;
        this.paths = paths;
    }

    int count() {
        return units.size();
    }

    boolean differsFrom(RouteSet set) {
        return !set.beyond(units).isEmpty() || !set.units().keySet().equals(units.keySet());
    }

    /** @throws RouteSetException when a route cannot be started; then everything is again as it was */
    void replaceBy(RouteSet set) {
        List<RouteUnit> removed = new ArrayList<>();
        List<RouteUnit> added = new ArrayList<>();
        RouteUnit current = null;
        try {
            for (RouteUnit old : units.values()) {
                RouteUnit next = set.units().get(old.id());
                if (next == null || !next.same(old)) {
                    current = old;
                    removed.add(old);
                    remove(old);
                }
            }
            for (RouteUnit unit : startOrder(set.beyond(units))) {
                current = unit;
                added.add(unit);
                add(unit);
            }
            paths.dropStopped();
        } catch (Exception e) {
            restore(removed, added);
            throw new RouteSetException(finding(current, e), e);
        }
        units = new HashMap<>(set.units());
    }

    // The front door opens last: a rest checks that its routes are there.
    private static List<RouteUnit> startOrder(List<RouteUnit> units) {
        List<RouteUnit> order = new ArrayList<>(units);
        order.sort(
                (a, b) -> Boolean.compare(!a.depends().isEmpty(), !b.depends().isEmpty()));
        return order;
    }

    private void add(RouteUnit unit) throws Exception {
        for (RoutesBuilder builder : RouteProof.builders(context, unit)) {
            context.addRoutes(builder);
        }
    }

    /** Stops it when what it has in hand is done, or the shutdown time is over, and takes it out. */
    private void remove(RouteUnit unit) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteDefinition definition = model.getRouteDefinition(unit.id());
        if (definition != null) {
            model.getRestDefinitions().remove(definition.getRestDefinition());
            model.removeRouteDefinition(definition);
        }
    }

    private void restore(List<RouteUnit> removed, List<RouteUnit> added) {
        Set<String> ids = new HashSet<>();
        for (RouteUnit unit : added) {
            try {
                remove(unit);
            } catch (Exception e) {
                throw new IllegalStateException("route " + unit.id() + " could not be taken back", e);
            }
        }
        for (RouteUnit unit : startOrder(removed)) {
            if (ids.add(unit.id())) {
                try {
                    remove(unit);
                    add(unit);
                } catch (Exception e) {
                    throw new IllegalStateException("route " + unit.id() + " could not be put back", e);
                }
            }
        }
        paths.dropStopped();
    }

    private static RouteFinding finding(@Nullable RouteUnit unit, Exception failure) {
        String message = "could not be started: "
                + NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
        return unit == null ? new RouteFinding("routes", 0, 0, message) : unit.finding(unit.id(), message);
    }
}
