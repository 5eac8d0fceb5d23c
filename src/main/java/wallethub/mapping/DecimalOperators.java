package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.LetExpression;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.VariableExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operators of an expression, and which of them touch decimals: there a double would be compared or computed. */
final class DecimalOperators {

    private static final Set<String> ALWAYS_REFUSED = Set.of("-", "*", "/");
    private static final Pattern DECIMAL_TEXT = Pattern.compile("-?[0-9]+\\.[0-9]+");
    // Paths that end so carry money whatever a sample shows.
    private static final Set<String> MONEY_NAMES = Set.of(
            "amount", "balance", "balanceAfter", "total", "fee", "price", "debit", "credit", "captured", "refunded");

    private final List<Use> uses;

    private DecimalOperators(List<Use> uses) {
        this.uses = uses;
    }

    /** @param paths names of the document paths among the operands, outermost first */
    record Use(String operator, Position at, boolean computed, List<List<String>> paths) {}

    static DecimalOperators in(JsltTree tree) {
        Map<String, ExpressionNode> variables = new HashMap<>();
        tree.parts(LetExpression.class).forEach(let -> variables.put(let.getVariable(), let.getDeclaration()));
        List<Use> uses = new ArrayList<>();
        tree.operators().forEach(operator -> uses.add(use(operator, variables)));
        return new DecimalOperators(uses);
    }

    /** The ones to refuse, judged by what they are and by what the documents given hold at their paths. */
    List<Use> refused(List<JsonNode> documents) {
        return uses.stream().filter(use -> isRefused(use, documents)).toList();
    }

    private static boolean isRefused(Use use, List<JsonNode> documents) {
        return ALWAYS_REFUSED.contains(use.operator)
                || use.computed
                || use.paths.stream().anyMatch(path -> isDecimal(path, documents));
    }

    private static boolean isDecimal(List<String> path, List<JsonNode> documents) {
        return MONEY_NAMES.contains(path.getLast())
                || documents.stream().map(document -> at(document, path)).anyMatch(DecimalOperators::isDecimal);
    }

    private static boolean isDecimal(JsonNode node) {
        return node.isFloatingPointNumber()
                || (node.isTextual() && DECIMAL_TEXT.matcher(node.textValue()).matches());
    }

    private static JsonNode at(JsonNode document, List<String> path) {
        JsonNode node = document;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    private static Use use(AbstractOperator operator, Map<String, ExpressionNode> variables) {
        List<List<String>> paths = new ArrayList<>();
        boolean computed = false;
        // A comparison with null asks whether something is there, and is exact.
        if (!isNull(operator.getLeft()) && !isNull(operator.getRight())) {
            for (ExpressionNode operand : List.of(operator.getLeft(), operator.getRight())) {
                computed |= isDecimalOperand(operand, variables, paths, 0);
            }
        }
        Position at = new Position(
                operator.getLocation().getLine(), operator.getLocation().getColumn());
        return new Use(operator.getOperator(), at, computed, List.copyOf(paths));
    }

    private static boolean isNull(ExpressionNode node) {
        return node instanceof LiteralExpression literal && "null".equals(literal.toString());
    }

    private static boolean isDecimalOperand(
            @Nullable ExpressionNode node, Map<String, ExpressionNode> variables, List<List<String>> paths, int depth) {
        if (node == null || depth > 20) {
            return false;
        }
        return switch (node) {
            case FunctionExpression call -> MoneyFunctions.givesDecimal(call.getFunctionName());
            case LiteralExpression literal -> literal.toString().matches("-?[0-9]+\\.[0-9].*");
            case VariableExpression variable ->
                isDecimalOperand(variables.get(variable.getVariable()), variables, paths, depth + 1);
            case DotExpression dot -> {
                List<String> path = path(dot, variables);
                if (!path.isEmpty()) {
                    paths.add(path);
                }
                yield false;
            }
            default -> false;
        };
    }

    /** The names of a path from the document's root; through a variable when that is itself a path. */
    private static List<String> path(DotExpression dot, Map<String, ExpressionNode> variables) {
        List<String> names = new ArrayList<>();
        @Nullable ExpressionNode node = dot;
        for (int depth = 0; node != null && depth < 50; depth++) {
            if (node instanceof DotExpression step) {
                String key = JsltTree.keyOf(step);
                if (key != null) {
                    names.addFirst(key);
                }
                node = step.getChildren().isEmpty() ? null : step.getChildren().getFirst();
            } else if (node instanceof VariableExpression variable) {
                node = variables.get(variable.getVariable());
            } else {
                node = null;
            }
        }
        return names;
    }
}
