package wallethub.ops.camel;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesParser;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.ObjectHelper;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.springframework.core.NestedExceptionUtils;

/**
 * Builds a whole set of routes in a context that nobody serves from, before the serving one is touched.
 *
 * <p>Endpoints are resolved by the components of the serving context, so that an unknown component, mapping or operation
 * is found here; but nothing is connected and nothing consumed.
 */
final class RouteProof {

    private final CamelContext serving;
    private final PropertiesParser properties;

    RouteProof(CamelContext serving, PropertiesParser properties) {
        this.serving = serving;
        this.properties = properties;
    }

    /** @throws RouteSetException for the first route that cannot be built */
    void prove(RouteSet set) {
        try (DefaultCamelContext scratch = new DefaultCamelContext(new ProofBeans(serving.getRegistry()))) {
            scratch.getCamelContextExtension().setName("route-proof");
            scratch.disableJMX();
            // What stands for a component has none of its options.
            scratch.setAutowiredEnabled(false);
            scratch.getCamelContextExtension()
                    .addContextPlugin(ComponentResolver.class, (name, context) -> component(name));
            ((PropertiesComponent) scratch.getPropertiesComponent()).setPropertiesParser(properties);
            scratch.start();
            for (RouteUnit unit : set.units().values()) {
                build(scratch, unit);
            }
            everyOperationHasItsRoute(scratch, set);
        } catch (RouteSetException e) {
            throw e;
        } catch (Exception e) {
            throw new RouteSetException(new RouteFinding("routes", 0, 0, String.valueOf(e.getMessage())), e);
        }
    }

    // Languages and data formats are no components; everything else is asked of the serving context.
    private Component component(String name) {
        return new ProofComponent(serving, name);
    }

    private static void build(CamelContext scratch, RouteUnit unit) {
        try {
            for (RoutesBuilder builder : builders(scratch, unit)) {
                scratch.addRoutes(builder);
            }
        } catch (Exception e) {
            throw new RouteSetException(finding(unit, e), e);
        }
    }

    static Collection<RoutesBuilder> builders(CamelContext context, RouteUnit unit) throws Exception {
        return PluginHelper.getRoutesLoader(context).findRoutesBuilders(unit.resource());
    }

    private static RouteFinding finding(RouteUnit unit, Exception failure) {
        MarkedYamlEngineException yaml = ObjectHelper.getException(MarkedYamlEngineException.class, failure);
        if (yaml != null && yaml.getProblemMark().isPresent()) {
            var at = yaml.getProblemMark().get();
            return new RouteFinding(
                    unit.file(), at.getLine() + 1, at.getColumn() + 1, String.valueOf(yaml.getProblem()));
        }
        ResolveEndpointFailedException endpoint =
                ObjectHelper.getException(ResolveEndpointFailedException.class, failure);
        if (endpoint != null) {
            String uri = endpoint.getUri().replace("://", ":");
            String needle = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
            return unit.finding(needle, rootMessage(endpoint));
        }
        NoSuchEndpointException unknown = ObjectHelper.getException(NoSuchEndpointException.class, failure);
        if (unknown != null) {
            return unit.finding(unknown.getUri(), rootMessage(unknown));
        }
        FailedToCreateRouteException route = ObjectHelper.getException(FailedToCreateRouteException.class, failure);
        return unit.finding(unit.id(), rootMessage(route == null ? failure : route));
    }

    private static String rootMessage(Throwable failure) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }

    private static void everyOperationHasItsRoute(CamelContext scratch, RouteSet set) {
        Set<String> starts = scratch.getRoutes().stream()
                .map(Route::getEndpoint)
                .map(endpoint -> endpoint.getEndpointBaseUri().replace("://", ":"))
                .collect(Collectors.toSet());
        Set<String> missing = new HashSet<>(set.contracts().operationIds());
        missing.removeIf(id -> starts.contains("direct:" + id));
        if (!missing.isEmpty()) {
            throw new RouteSetException(
                    new RouteFinding("routes", 0, 0, "no route starts at direct: for the operations " + missing));
        }
    }
}
