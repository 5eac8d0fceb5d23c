package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A compiled JSLT expression with exact decimals, bounded in time; safe for many threads at once. */
final class MappingExpression {

    private static final Pattern PLACE = Pattern.compile("at line (\\d+), column (\\d+)");

    private final Expression expression;
    private final List<String> functions;
    private final DecimalOperators operators;

    private MappingExpression(Expression expression, List<String> functions, DecimalOperators operators) {
        this.expression = expression;
        this.functions = functions;
        this.operators = operators;
    }

    /** Why a text is no expression, with its place inside the text. */
    static final class CompileException extends Exception {

        private final String code;
        private final Position at;
        private final String hint;

        CompileException(String code, Position at, String message, String hint) {
            super(message);
            this.code = code;
            this.at = at;
            this.hint = hint;
        }

        String code() {
            return code;
        }

        Position at() {
            return at;
        }

        String hint() {
            return hint;
        }
    }

    static MappingExpression compile(String source, Map<String, LookupTable> tables) throws CompileException {
        Expression expression = parse(source, tables);
        JsltTree tree = JsltTree.of(expression);
        List<FunctionExpression> calls = tree.parts(FunctionExpression.class).toList();
        for (FunctionExpression call : calls) {
            refuseBanned(call);
            refuseUnknownTable(call, tables);
        }
        DecimalOperators operators = DecimalOperators.in(tree);
        tree.buildInGuards();
        return new MappingExpression(
                expression,
                calls.stream()
                        .map(FunctionExpression::getFunctionName)
                        .distinct()
                        .toList(),
                operators);
    }

    /** Names of the functions it calls. */
    List<String> functions() {
        return functions;
    }

    /** Whether a function of ours may refuse a document; one declared in the file itself may call such a one. */
    static boolean mayRefuse(String function) {
        return function.equals("lookup")
                || Stream.of(MoneyFunctions.ALL, DocumentFunctions.ALL, MessageFunctions.ALL)
                        .flatMap(List::stream)
                        .anyMatch(each -> each.refuses() && each.name().equals(function));
    }

    DecimalOperators operators() {
        return operators;
    }

    /** @throws MappingException with the refusal's code, or a code for what went wrong; quotes nothing of the document */
    JsonNode apply(JsonNode document, Map<String, JsonNode> variables, Duration limit) {
        try {
            return Deadline.within(limit, () -> expression.apply(variables, document));
        } catch (MappingException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new MappingException("TRANSFORM_STACK_OVERFLOW", "the transform called itself too deeply");
        } catch (JsltException e) {
            throw refusalIn(e);
        } catch (RuntimeException e) {
            throw new MappingException(
                    "TRANSFORM_FAILED", "the transform failed: " + e.getClass().getSimpleName());
        }
    }

    private static Expression parse(String source, Map<String, LookupTable> tables) throws CompileException {
        List<Function> library = new ArrayList<>(MoneyFunctions.ALL);
        library.addAll(DocumentFunctions.ALL);
        library.addAll(MessageFunctions.ALL);
        library.addAll(DocumentFunctions.banned());
        library.add(DocumentFunctions.lookup(tables));
        try {
            return new Parser(new StringReader(source))
                    .withFunctions(library)
                    .withResourceResolver(name -> {
                        throw new JsltException("imports are not taken: " + name);
                    })
                    .compile();
        } catch (JsltException e) {
            throw new CompileException("JSLT_COMPILE", placeOf(e), messageOf(e), "see the JSLT tutorial");
        } catch (MappingException e) {
            throw new CompileException(e.code(), Position.START, String.valueOf(e.getMessage()), "");
        } catch (StackOverflowError e) {
            throw new CompileException("JSLT_COMPILE", Position.START, "nested too deeply", "flatten it");
        }
    }

    private static void refuseBanned(FunctionExpression call) throws CompileException {
        String instead = DocumentFunctions.BANNED.get(call.getFunctionName());
        if (instead != null) {
            throw new CompileException(
                    "FUNCTION_BANNED",
                    placeOf(call),
                    call.getFunctionName() + " is inexact or differs from one run to the next",
                    "use " + instead);
        }
    }

    /** A table that is not there must not wait for the first document that needs it. */
    private static void refuseUnknownTable(FunctionExpression call, Map<String, LookupTable> tables)
            throws CompileException {
        if (!call.getFunctionName().equals("lookup")) {
            return;
        }
        String table = JsltTree.firstText(call).orElse("");
        if (!tables.containsKey(table)) {
            throw new CompileException(
                    "TABLE_UNKNOWN",
                    placeOf(call),
                    table.isEmpty() ? "the name of the table is computed" : "no table " + table + " in tables",
                    "lookup(\"name\", key), and name: tables/file.csv under tables");
        }
    }

    private static Position placeOf(FunctionExpression call) {
        return new Position(call.getLocation().getLine(), call.getLocation().getColumn());
    }

    private static MappingException refusalIn(JsltException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MappingException refusal) {
                return refusal;
            }
        }
        Position at = placeOf(failure);
        return new MappingException(
                "TRANSFORM_FAILED", "the transform failed at its line " + at.line() + ", column " + at.column());
    }

    private static Position placeOf(JsltException e) {
        if (e.getLine() > 0) {
            return new Position(e.getLine(), e.getColumn());
        }
        Matcher place = PLACE.matcher(Objects.requireNonNullElse(e.getMessage(), ""));
        return place.find()
                ? new Position(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
                : Position.START;
    }

    private static String messageOf(JsltException e) {
        String message = Objects.requireNonNullElse(e.getMessageWithoutLocation(), "does not compile");
        return message.lines().findFirst().orElse(message).strip();
    }
}
