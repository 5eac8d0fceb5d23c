package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.AndOperator;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.ForExpression;
import com.schibsted.spt.data.jslt.impl.FunctionDeclaration;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.ObjectComprehension;
import com.schibsted.spt.data.jslt.impl.OrOperator;
import com.schibsted.spt.data.jslt.impl.PipeOperator;
import com.schibsted.spt.data.jslt.impl.PreparationContext;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The compiled tree of a JSLT expression: lint reads it, and two guards are built into it.
 *
 * <p>JSLT has no limit on time and compares numbers as doubles, and offers no hook for either. Its nodes are reached by
 * reflection; a field that is not there any more fails the load, so a changed library cannot lose the guards silently.
 */
final class JsltTree {

    private static final String LIBRARY = "com.schibsted.spt.data.jslt.impl";

    private final List<Object> parts;

    private JsltTree(List<Object> parts) {
        this.parts = parts;
    }

    static JsltTree of(Expression expression) {
        IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
        List<Object> parts = new ArrayList<>();
        collect(expression, seen, parts);
        return new JsltTree(List.copyOf(parts));
    }

    <T> Stream<T> parts(Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Operators that compute or compare; not the ones that only choose. */
    Stream<AbstractOperator> operators() {
        return parts(AbstractOperator.class)
                .filter(operator -> !(operator instanceof AndOperator
                        || operator instanceof OrOperator
                        || operator instanceof PipeOperator));
    }

    /** Every loop turn and every call of a declared function checks the deadline; no operator takes a decimal number. */
    void buildInGuards() {
        parts(ForExpression.class).forEach(loop -> replace(loop, ForExpression.class, "loopExpr", Watched::new));
        parts(ObjectComprehension.class)
                .forEach(loop -> replace(loop, ObjectComprehension.class, "value", Watched::new));
        parts(FunctionDeclaration.class)
                .forEach(function -> replace(function, FunctionDeclaration.class, "body", Watched::new));
        operators().forEach(operator -> {
            replace(operator, AbstractOperator.class, "left", WholeOnly::new);
            replace(operator, AbstractOperator.class, "right", WholeOnly::new);
        });
    }

    /** The name a path step asks for; null for the step that is the document itself. */
    static @Nullable String keyOf(DotExpression step) {
        return fields(DotExpression.class).stream()
                .filter(field -> field.getName().equals("key"))
                .findFirst()
                .map(field -> (String) value(field, step))
                .orElse(null);
    }

    /** The first argument of a call where it is written out. */
    static Optional<String> firstText(FunctionExpression call) {
        return call.getChildren().stream()
                .limit(1)
                .filter(LiteralExpression.class::isInstance)
                .map(literal -> literal.apply(null, null))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst();
    }

    private static void collect(@Nullable Object part, IdentityHashMap<Object, Boolean> seen, List<Object> parts) {
        switch (part) {
            case null -> {}
            case Collection<?> many -> many.forEach(one -> collect(one, seen, parts));
            case Map<?, ?> many -> many.values().forEach(one -> collect(one, seen, parts));
            case Object[] many -> {
                for (int i = 0; i < Array.getLength(many); i++) {
                    collect(many[i], seen, parts);
                }
            }
            default -> {
                if (part.getClass().getPackageName().equals(LIBRARY) && seen.put(part, true) == null) {
                    parts.add(part);
                    fields(part.getClass()).forEach(field -> collect(value(field, part), seen, parts));
                }
            }
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each.getPackageName().equals(LIBRARY); each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    private static void replace(
            Object owner,
            Class<?> type,
            String name,
            java.util.function.Function<ExpressionNode, ExpressionNode> guard) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            if (field.get(owner) instanceof ExpressionNode inner) {
                field.set(owner, guard.apply(inner));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JSLT changed: " + type.getSimpleName() + "." + name, e);
        }
    }

    /** A node that checks the deadline before it computes. */
    private static final class Watched extends Wrapped {

        Watched(ExpressionNode inner) {
            super(inner);
        }

        @Override
        public JsonNode apply(Scope scope, JsonNode input) {
            Deadline.check();
            return inner().apply(scope, input);
        }
    }

    /** An operand that must not be a decimal number, because the operator would make it a double. */
    private static final class WholeOnly extends Wrapped {

        WholeOnly(ExpressionNode inner) {
            super(inner);
        }

        @Override
        public JsonNode apply(Scope scope, JsonNode input) {
            JsonNode value = inner().apply(scope, input);
            if (value.isFloatingPointNumber()) {
                throw new MappingException("MONEY_DOUBLE", "an operator on a decimal number; use the dec- functions");
            }
            return value;
        }
    }

    private abstract static class Wrapped implements ExpressionNode {

        private final ExpressionNode inner;

        Wrapped(ExpressionNode inner) {
            this.inner = inner;
        }

        ExpressionNode inner() {
            return inner;
        }

        @Override
        public void dump(int level) {
            inner.dump(level);
        }

        @Override
        public void computeMatchContexts(DotExpression parent) {
            inner.computeMatchContexts(parent);
        }

        @Override
        public void prepare(PreparationContext context) {
            inner.prepare(context);
        }

        @Override
        public ExpressionNode optimize() {
            return this;
        }

        @Override
        public List<ExpressionNode> getChildren() {
            return List.of(inner);
        }
    }
}
