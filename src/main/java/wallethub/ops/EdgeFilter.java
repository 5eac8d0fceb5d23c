package wallethub.ops;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import wallethub.access.Caller;
import wallethub.access.CallerSource;
import wallethub.operation.Contracts;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpPages;
import wallethub.operation.HttpReply;
import wallethub.problem.ErrorCode;
import wallethub.problem.Problem;
import wallethub.problem.ProblemException;

/**
 * The edge: every HTTP request passes here before anything else sees it, and every failure leaves here as a problem.
 *
 * <p>It bounds what is worked on at once and how much is read, applies the ingress rule, finds the caller, and puts the
 * correlation id and the trace id on every log line.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EdgeFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(EdgeFilter.class);

    private static final String STORES = "/api/store/";

    private final EdgeSettings settings;
    private final Ingress ingress;
    private final ClientAddress addresses;
    private final EdgeLimits limits;
    private final MoneyLimit money;
    private final Cors cors;
    private final Contracts contracts;
    private final CallerSource callers;
    private final HttpRoutes routes;
    private final Drain drain;
    private final List<HttpPages> pages;
    private final Semaphore places;

    EdgeFilter(
            EdgeSettings settings,
            Ingress ingress,
            ClientAddress addresses,
            EdgeLimits limits,
            MoneyLimit money,
            Cors cors,
            Contracts contracts,
            CallerSource callers,
            HttpRoutes routes,
            Drain drain,
            List<HttpPages> pages) {
        this.settings = settings;
        this.ingress = ingress;
        this.addresses = addresses;
        this.limits = limits;
        this.money = money;
        this.cors = cors;
        this.contracts = contracts;
        this.callers = callers;
        this.routes = routes;
        this.drain = drain;
        this.pages = List.copyOf(pages);
        this.places = new Semaphore(settings.concurrency());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        Trace trace = Trace.of(request.getHeader("X-Request-Id"), request.getHeader("traceparent"));
        MDC.put("correlationId", trace.correlationId());
        MDC.put("traceId", trace.traceId());
        // What is published on the way carries the trace on.
        MDC.put("traceparent", trace.traceparent());
        try {
            EdgeResponse edge = new EdgeResponse(response);
            protect(edge, trace);
            Problem problem = passed(request, edge, trace, chain);
            if (problem != null && !edge.isCommitted()) {
                edge.write(refusal(problem, request, trace));
            }
        } finally {
            MDC.remove("correlationId");
            MDC.remove("traceId");
            MDC.remove("traceparent");
        }
    }

    private static HttpReply refusal(Problem problem, HttpServletRequest request, Trace trace) {
        HttpReply reply = HttpReply.problem(problem, language(request), request.getRequestURI(), trace.traceId());
        boolean invalid = problem.code().status() == 401 && hasToken(request);
        return invalid ? reply.with("WWW-Authenticate", "Bearer error=\"invalid_token\"") : reply;
    }

    private static boolean hasToken(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    static void protect(HttpServletResponse response, Trace trace) {
        response.setHeader("X-Request-Id", trace.correlationId());
        response.setHeader("traceparent", trace.traceparent());
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }

    /** Lets the request through; returns what is wrong with it when nobody behind has said so. */
    private @Nullable Problem passed(
            HttpServletRequest request, EdgeResponse response, Trace trace, FilterChain chain) {
        // The port opens before the routes are in force and closes after them: a 404 then would be taken for an answer.
        if (!drain.isReady()) {
            // The next request goes to another instance, or would meet the closing of this connection.
            response.setHeader("Connection", "close");
        }
        if (!drain.isServing()) {
            return Problem.of(ErrorCode.OVERLOADED, "the hub is starting or stopping");
        }
        if (!places.tryAcquire()) {
            return Problem.of(ErrorCode.OVERLOADED, "too many requests are being worked on");
        }
        try {
            boolean api = isApi(request);
            if (api) {
                cors.allow(request, response);
            }
            String address = addresses.of(request);
            Optional<HttpPages> page = page(request);
            // A store has few addresses and a limit of its own: with a good key no other one binds it. Nobody reads a
            // preflight's.
            boolean store = page.isEmpty()
                    && request.getRequestURI().startsWith(STORES)
                    && hasToken(request)
                    && !Cors.isPreflight(request);
            // A valid callback is never throttled; failed verifications are counted where they are found.
            if (!store && !request.getRequestURI().startsWith("/callbacks/")) {
                take(limits.ofAddress(address), response);
            }
            if (api && Cors.isPreflight(request)) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return null;
            }
            if (page.isPresent()) {
                // Their answers are what they are, a failing status too.
                page.get().serve(request, (HttpServletResponse) response.getResponse(), address);
                return null;
            }
            Caller caller = api ? caller(request, response, address, store) : Caller.anonymous(address);
            limits.ofCaller(caller).ifPresent(allowance -> take(allowance, response));
            if (MoneyLimit.binds(caller) && contracts.isKeyed(request.getMethod(), request.getRequestURI())) {
                take(money.of(caller), response);
            }
            serve(request, call(request, caller, trace), address, response, chain);
            return response.lacksProblem() ? problem(response.getStatus()) : null;
        } catch (ProblemException e) {
            return e.problem();
        } catch (DataAccessException e) {
            log.atError()
                    .addKeyValue("path", request.getRequestURI())
                    .setCause(e)
                    .log("the database did not serve a request at the edge");
            return Problem.of(ErrorCode.OVERLOADED, "please come again");
        } catch (IOException | ServletException | RuntimeException e) {
            log.atError()
                    .addKeyValue("path", request.getRequestURI())
                    .setCause(e)
                    .log("a request failed");
            return Problem.of(ErrorCode.INTERNAL, "the failure is on our side and was recorded");
        } finally {
            places.release();
        }
    }

    /** @param store whether the address is counted here, when the credentials are not good */
    private Caller caller(HttpServletRequest request, EdgeResponse response, String address, boolean store) {
        try {
            return callers.resolve(request.getRequestURI(), request::getHeader, address);
        } catch (ProblemException e) {
            if (store) {
                take(limits.ofAddress(address), response);
            }
            throw e;
        }
    }

    private Optional<HttpPages> page(HttpServletRequest request) {
        return pages.stream()
                .filter(one -> request.getRequestURI().startsWith(one.paths()))
                .findFirst();
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    private static void take(Allowance allowance, EdgeResponse response) {
        response.show(allowance);
        if (!allowance.allowed()) {
            throw new ProblemException(new Problem(
                    ErrorCode.RATE_LIMITED,
                    "the limit named in RateLimit is used up",
                    List.of(),
                    Map.of("retryAfterSeconds", allowance.resetSeconds())));
        }
    }

    /** By a route, or by whatever else has the path. */
    private void serve(
            HttpServletRequest request, HttpCall call, String address, EdgeResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<HttpReply> reply = routes.call(call);
        if (reply.isPresent()) {
            response.write(reply.get());
        } else {
            chain.doFilter(new EdgeRequest(request, ingress, call, address), response);
        }
    }

    private HttpCall call(HttpServletRequest request, Caller caller, Trace trace) {
        boolean api = isApi(request);
        byte[] body = body(request, api ? settings.apiBody() : settings.callbackBody());
        if (body == null && !api) {
            // An operation has its own order of refusals; here nobody comes before.
            throw new ProblemException(ErrorCode.PAYLOAD_TOO_LARGE, "the document is larger than allowed");
        }
        // HEAD is a GET whose body the container does not send.
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        return new HttpCall(
                method,
                request.getRequestURI(),
                headers(request),
                query(request),
                body,
                caller,
                language(request),
                trace.correlationId(),
                trace.traceId(),
                trace.traceparent());
    }

    /** The whole body, or null when it is more than allowed; then the rest is never read. */
    private static byte @Nullable [] body(HttpServletRequest request, int limit) {
        long length = request.getContentLengthLong();
        if (length > limit) {
            return null;
        }
        if (length < 0 && request.getHeader("Transfer-Encoding") == null) {
            return new byte[0];
        }
        try {
            byte[] body = request.getInputStream().readNBytes(length < 0 ? limit + 1 : (int) length);
            return body.length > limit ? null : body;
        } catch (IOException e) {
            // Too slow, cut off, or wrongly chunked: the client's doing, whatever became of it.
            throw new ProblemException(ErrorCode.MALFORMED_REQUEST, "the body could not be read to its end");
        }
    }

    private Map<String, List<String>> query(HttpServletRequest request) {
        Map<String, List<String>> query = new HashMap<>();
        String text = request.getQueryString();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            QueryPair.read(pair)
                    .filter(read -> ingress.admitsQuery(read.name()))
                    .ifPresent(read -> query.computeIfAbsent(read.name(), name -> new ArrayList<>())
                            .add(read.value()));
        }
        query.replaceAll((name, values) -> List.copyOf(values));
        return query;
    }

    private Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (ingress.admitsHeader(name)) {
                headers.put(name.toLowerCase(Locale.ROOT), Collections.list(request.getHeaders(name)));
            }
        }
        return headers;
    }

    private static String language(HttpServletRequest request) {
        for (Locale locale : Collections.list(request.getLocales())) {
            if (locale.getLanguage().equals("ar") || locale.getLanguage().equals("en")) {
                return locale.getLanguage();
            }
        }
        return "en";
    }

    /** What a bare status of Spring, Camel or the container means. */
    static Problem problem(int status) {
        return switch (status) {
            case 401 -> Problem.of(ErrorCode.AUTH_REQUIRED, "this needs credentials");
            case 403 -> Problem.of(ErrorCode.FORBIDDEN, "the caller may not do this");
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "there is nothing at this path");
            case 405, 501 -> Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "the method is not allowed at this path");
            case 406 -> Problem.of(ErrorCode.NOT_ACCEPTABLE, "there is no such representation");
            case 413 -> Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "the document is larger than allowed");
            case 415 -> Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "this media type is not taken here");
            case 429 -> Problem.of(ErrorCode.RATE_LIMITED, "too many requests");
            case 503 -> Problem.of(ErrorCode.OVERLOADED, "please come again");
            default ->
                status < 500
                        ? Problem.of(ErrorCode.MALFORMED_REQUEST, "the request cannot be read")
                        : Problem.of(ErrorCode.INTERNAL, "the failure is on our side and was recorded");
        };
    }
}
