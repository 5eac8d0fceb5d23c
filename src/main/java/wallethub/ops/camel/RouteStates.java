package wallethub.ops.camel;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** How each route stands: started, stopped, suspended. */
@Component
class RouteStates {

    private final CamelContext context;

    RouteStates(CamelContext context) {
        this.context = context;
    }

    Map<String, String> byId() {
        Map<String, String> states = new TreeMap<>();
        for (Route route : context.getRoutes()) {
            states.put(
                    route.getId(), String.valueOf(context.getRouteController().getRouteStatus(route.getId())));
        }
        return states;
    }
}
