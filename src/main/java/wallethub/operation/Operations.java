package wallethub.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import wallethub.access.Caller;
import wallethub.operation.Contract.Place;
import wallethub.problem.ErrorCode;
import wallethub.problem.Problem;
import wallethub.problem.ProblemException;

/**
 * Runs operations by name, for HTTP and for lanes.
 *
 * <p>Refusals come in one order: authentication, permission, what is accepted, media type, size, JSON, schema,
 * parameters, precondition, idempotency key, and then whatever the operation itself refuses.
 */
@Component
public class Operations {

    private static final Logger log = LoggerFactory.getLogger(Operations.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{16,255}");

    private final Handlers handlers;
    private final Contracts contracts;
    private final OperationRunner runner;

    Operations(Handlers handlers, Contracts contracts, OperationRunner runner) {
        this.handlers = handlers;
        this.contracts = contracts;
        this.runner = runner;
    }

    /** For HTTP; a refusal is a reply, not an exception. */
    public HttpReply call(String operation, HttpCall call) {
        try {
            Contract contract = contracts
                    .find(operation)
                    .orElseThrow(() -> new ProblemException(ErrorCode.NOT_FOUND, "there is nothing at this path"));
            return call(handler(operation), contract, call);
        } catch (ProblemException e) {
            log.atInfo()
                    .addKeyValue("operation", operation)
                    .addKeyValue("code", e.code())
                    .log("request refused");
            return HttpReply.problem(e.problem(), call);
        } catch (DataAccessResourceFailureException
                | TransientDataAccessException
                | CannotCreateTransactionException e) {
            log.atError()
                    .addKeyValue("operation", operation)
                    .setCause(e)
                    .log("the database did not serve an operation");
            return HttpReply.problem(Problem.of(ErrorCode.OVERLOADED, "please come again"), call);
        }
    }

    private <C, O> HttpReply call(Handler<C, O> handler, Contract contract, HttpCall call) {
        permit(handler, call.caller());
        ObjectNode document = RequestReader.read(contract, call);
        if (handler.conditional()) {
            document.put("ifMatch", precondition(call));
        }
        C command = RequestReader.bound(document, handler.command(), pathNames(contract));
        Keyed keyed = handler.keyed() ? keyed(handler, document, call) : null;
        return switch (runner.run(handler, command, call.caller(), keyed)) {
            case Ran.Replayed replayed -> replayed.reply();
            case Ran.Fresh fresh -> reply(fresh.answer(), call);
        };
    }

    private static void permit(Handler<?, ?> handler, Caller caller) {
        if (handler.callers().allows(caller)) {
            return;
        }
        if (caller.kind() == Caller.Kind.ANONYMOUS) {
            throw new ProblemException(ErrorCode.AUTH_REQUIRED, "this operation needs credentials");
        }
        throw new ProblemException(ErrorCode.FORBIDDEN, "the caller may not do this");
    }

    private static String precondition(HttpCall call) {
        String ifMatch = call.header("if-match");
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    ErrorCode.PRECONDITION_REQUIRED, "this operation needs the ETag of what it changes in If-Match");
        }
        return ifMatch;
    }

    private static Set<String> pathNames(Contract contract) {
        return contract.parameters().stream()
                .filter(parameter -> parameter.in() == Place.PATH)
                .map(Contract.Parameter::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Keyed keyed(Handler<?, ?> handler, JsonNode document, HttpCall call) {
        String key = call.header("idempotency-key");
        if (key == null) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REQUIRED, "this operation needs an Idempotency-Key header");
        }
        if (!KEY.matcher(key).matches()) {
            throw new ProblemException(
                    ErrorCode.IDEMPOTENCY_KEY_REQUIRED, "an Idempotency-Key has 16 to 255 printable characters");
        }
        return new Keyed(
                new OperationKey(call.caller().subject(), handler.name(), key),
                Fingerprint.of(document),
                answer -> reply(answer, call));
    }

    private static HttpReply reply(Answer answer, HttpCall call) {
        return switch (answer) {
            case Answer.Document document -> document(document, call);
            case Answer.Refusal refusal -> refused(refusal, call);
            case Answer.Settled settled ->
                throw new IllegalStateException("an operation of a lane was answered to HTTP: " + settled.code());
        };
    }

    private static HttpReply refused(Answer.Refusal refusal, HttpCall call) {
        Map<String, Object> extras = new LinkedHashMap<>();
        refusal.extras()
                .forEach(
                        (name, value) -> extras.put(name, OperationJson.mapper().valueToTree(value)));
        return HttpReply.problem(new Problem(refusal.code(), refusal.detail(), List.of(), extras), call);
    }

    private static HttpReply document(Answer.Document document, HttpCall call) {
        if (document.body() == null) {
            return new HttpReply(document.status(), document.headers(), null);
        }
        byte[] body = OperationJson.bytes(document.body(), call.language());
        Map<String, String> headers = new LinkedHashMap<>(document.headers());
        if (document.tagged()) {
            EntityTag tag = EntityTag.of(body, call.language());
            headers.put("ETag", tag.text());
            headers.put("Vary", "Accept-Language");
            if (tag.isNamedBy(call.header("if-none-match"))) {
                return new HttpReply(304, headers, null);
            }
            headers.put("Content-Language", call.language());
        }
        headers.putIfAbsent("Content-Type", "application/json");
        return new HttpReply(document.status(), headers, body);
    }

    /**
     * For a lane or schedule; failures of ours come as exceptions, which the lane classifies.
     *
     * @param document the mapped document, null for an operation without one
     */
    public Answer run(String operation, Caller caller, byte @Nullable [] document) {
        return run(handler(operation), caller, document);
    }

    private <C, O> Answer run(Handler<C, O> handler, Caller caller, byte @Nullable [] document) {
        try {
            permit(handler, caller);
            JsonNode read = document == null || document.length == 0
                    ? OperationJson.mapper().createObjectNode()
                    : RequestDocument.read(document);
            C command = RequestReader.bound(read, handler.command(), Set.of());
            return switch (runner.run(handler, command, caller, null)) {
                case Ran.Fresh fresh -> fresh.answer();
                case Ran.Replayed replayed -> throw new IllegalStateException("a lane has no idempotency key");
            };
        } catch (ProblemException e) {
            return new Answer.Refusal(
                    e.code(), e.problem().detail(), e.problem().extras());
        }
    }

    private Handler<?, ?> handler(String operation) {
        return handlers.find(operation)
                .orElseThrow(() -> new IllegalArgumentException("no operation is named " + operation));
    }
}
