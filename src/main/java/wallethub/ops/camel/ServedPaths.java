package wallethub.ops.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;
import wallethub.ops.HttpRoutes;

/**
 * The paths of the routes in force, by the rules of Spring's {@link PathPattern}: of several that fit, the most specific one
 * serves.
 */
@Component
class ServedPaths implements HttpRoutes, PlatformHttpListener {

    private static final String ALL_METHODS = "GET,POST,PUT,PATCH,DELETE";

    /** @param routes by method */
    private record Path(PathPattern pattern, Map<String, HttpRoute> routes, Map<Answered, Timer> timers) {

        Path(PathPattern pattern, Map<String, HttpRoute> routes) {
            this(pattern, Map.copyOf(routes), new ConcurrentHashMap<>());
        }
    }

    private record Answered(String method, int status) {}

    private final MeterRegistry meters;
    private volatile List<Path> paths = List.of();

    ServedPaths(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Optional<HttpReply> call(HttpCall call) {
        PathContainer asked = PathContainer.parsePath(call.path());
        for (Path path : paths) {
            PathPattern.PathMatchInfo match = path.pattern().matchAndExtract(asked);
            if (match != null) {
                return Optional.of(timed(path, call, match.getUriVariables()));
            }
        }
        return Optional.empty();
    }

    private HttpReply timed(Path path, HttpCall call, Map<String, String> variables) {
        long since = System.nanoTime();
        HttpReply reply = reply(path, call, variables);
        String method = path.routes().containsKey(call.method()) ? call.method() : "UNKNOWN";
        path.timers()
                .computeIfAbsent(new Answered(method, reply.status()), answered -> timer(path, answered))
                .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
        return reply;
    }

    /** With the tags that Spring's own metric of this name has. */
    private Timer timer(Path path, Answered answered) {
        HttpStatus known = HttpStatus.resolve(answered.status());
        return Timer.builder("http.server.requests")
                .tag("error", "none")
                .tag("exception", "none")
                .tag("method", answered.method())
                .tag("outcome", known == null ? "UNKNOWN" : known.series().name())
                .tag("status", Integer.toString(answered.status()))
                .tag("uri", path.pattern().getPatternString())
                .register(meters);
    }

    private static HttpReply reply(Path path, HttpCall call, Map<String, String> variables) {
        HttpRoute route = path.routes().get(call.method());
        if (route != null) {
            return route.call(call, variables);
        }
        Map<String, String> allow = Map.of("Allow", allowed(path));
        return new HttpReply(call.method().equals("OPTIONS") ? 200 : 405, allow, null);
    }

    private static String allowed(Path path) {
        Set<String> methods = new TreeSet<>(path.routes().keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(",", methods);
    }

    /** A path that is there already gets its new route; until then whoever asks is told to come again. */
    @Override
    public synchronized void registerHttpEndpoint(HttpEndpointModel model) {
        if (!(model.getConsumer() instanceof HttpRoute route)) {
            throw new IllegalArgumentException("not a route of the edge: " + model.getUri());
        }
        PathPattern pattern = pattern(model.getUri(), route);
        List<Path> more = new ArrayList<>();
        Map<String, HttpRoute> routes = new TreeMap<>();
        for (Path path : paths) {
            if (path.pattern().equals(pattern)) {
                routes.putAll(path.routes());
            } else {
                more.add(path);
            }
        }
        for (String method : methods(model, route).split(",", -1)) {
            routes.put(method.strip(), route);
        }
        more.add(new Path(pattern, routes));
        more.sort(Comparator.comparing(Path::pattern));
        paths = List.copyOf(more);
    }

    private static PathPattern pattern(String uri, HttpRoute route) {
        String path = uri.startsWith("/") ? uri : "/" + uri;
        if (route.getEndpoint().isMatchOnUriPrefix()) {
            path += path.endsWith("/") ? "{*rest}" : "/{*rest}";
        }
        return PathPatternParser.defaultInstance.parse(path);
    }

    private static String methods(HttpEndpointModel model, HttpRoute route) {
        String asked = model.getVerbs() == null ? route.getEndpoint().getHttpMethodRestrict() : model.getVerbs();
        return asked == null ? ALL_METHODS : asked;
    }

    /** Nothing yet: a route that is replaced must not be missing meanwhile; see {@link #dropStopped}. */
    @Override
    public void unregisterHttpEndpoint(HttpEndpointModel model) {}

    /** Takes out what no route serves any more. */
    synchronized void dropStopped() {
        List<Path> left = new ArrayList<>();
        for (Path path : paths) {
            Map<String, HttpRoute> started = new TreeMap<>(path.routes());
            started.values().removeIf(route -> !route.isStarted());
            if (!started.isEmpty()) {
                left.add(new Path(path.pattern(), started));
            }
        }
        paths = List.copyOf(left);
    }
}
