package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as JSON with exact decimals, and where each of its values stands.
 *
 * <p>Plain scalars follow YAML 1.2's JSON schema, so {@code no} is a word and {@code 010} is not eight. Duplicate keys,
 * aliases and tags are refused.
 */
final class YamlDocument {

    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,99})");
    private static final Pattern DECIMAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,99})(\\.[0-9]{1,99})?([eE][-+]?[0-9]{1,3})?");
    private static final JsonNodeFactory NODES = ExactJson.NODES;

    private final String file;
    private final List<String> lines;
    private final Map<String, Node> nodes = new HashMap<>();
    private final IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();
    private final JsonNode root;

    private YamlDocument(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
        this.root = convert(compose(file, text), "");
    }

    /** @throws FindingException with the place, when the text is not a YAML document of this kind */
    static YamlDocument parse(String file, String text) {
        return new YamlDocument(file, text);
    }

    JsonNode root() {
        return root;
    }

    List<String> lines() {
        return lines;
    }

    /** Where the value of a JSON pointer stands, or the nearest thing around it. */
    Position at(String pointer) {
        for (String inner = pointer; ; inner = inner.substring(0, inner.lastIndexOf('/'))) {
            Node node = nodes.get(inner);
            if (node != null) {
                return position(node.getStartMark());
            }
            if (inner.isEmpty()) {
                return Position.START;
            }
        }
    }

    /** Where a line and column of the text inside a scalar stand in the file; both count from 1. */
    Position inside(String pointer, int line, int column) {
        if (!(nodes.get(pointer) instanceof ScalarNode scalar) || line < 1) {
            return at(pointer);
        }
        Mark start = scalar.getStartMark();
        if (scalar.getScalarStyle() == ScalarStyle.LITERAL) {
            return new Position(start.getLine() + 1 + line, indentAfter(start.getLine()) + Math.max(column, 1));
        }
        if (line == 1 && scalar.getScalarStyle() != ScalarStyle.FOLDED) {
            int quote = scalar.isPlain() ? 0 : 1;
            return new Position(start.getLine() + 1, start.getColumn() + quote + Math.max(column, 1));
        }
        return position(start);
    }

    private int indentAfter(int headLine) {
        for (int i = headLine + 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank()) {
                return line.length() - line.stripLeading().length();
            }
        }
        return 0;
    }

    private static Node compose(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Node node;
        try {
            node = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Position at = mark == null ? Position.START : position(mark);
            String what = Objects.requireNonNullElse(e.getProblem(), "cannot be read");
            throw new FindingException(
                    Finding.error(file, at, "YAML_SYNTAX", what, "check the indentation and quotes"));
        } catch (YAMLException e) {
            String what = Objects.requireNonNullElse(e.getMessage(), "cannot be read");
            throw new FindingException(Finding.error(file, Position.START, "YAML_SYNTAX", what, "one YAML document"));
        }
        if (node == null) {
            throw new FindingException(Finding.error(
                    file, Position.START, "YAML_SYNTAX", "the file is empty", "or is still being written"));
        }
        return node;
    }

    private JsonNode convert(Node node, String pointer) {
        if (seen.put(node, true) != null) {
            throw refused(node, "YAML_ALIAS", "an alias", "write the value out");
        }
        nodes.put(pointer, node);
        return switch (node) {
            case MappingNode map -> object(map, pointer);
            case SequenceNode list -> array(list, pointer);
            case ScalarNode scalar -> scalar(scalar);
            default -> throw refused(node, "YAML_SYNTAX", "a " + node.getNodeId(), "plain YAML only");
        };
    }

    private ObjectNode object(MappingNode map, String pointer) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw refused(tuple.getKeyNode(), "YAML_SYNTAX", "a key that is not a word", "plain keys only");
            }
            if (object.has(key.getValue())) {
                throw refused(key, "YAML_DUPLICATE_KEY", "the key " + key.getValue() + " twice", "keep one of them");
            }
            String inner = pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
            object.set(key.getValue(), convert(tuple.getValueNode(), inner));
        }
        return object;
    }

    private ArrayNode array(SequenceNode list, String pointer) {
        ArrayNode array = NODES.arrayNode();
        for (Node item : list.getValue()) {
            array.add(convert(item, pointer + "/" + array.size()));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return NODES.textNode(text);
        }
        @Nullable
        JsonNode word = switch (text) {
            case "", "~", "null" -> NODES.nullNode();
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            default -> null;
        };
        if (word != null) {
            return word;
        }
        if (INTEGER.matcher(text).matches()) {
            return ExactJson.integer(new BigInteger(text));
        }
        return DECIMAL.matcher(text).matches() ? NODES.numberNode(new BigDecimal(text)) : NODES.textNode(text);
    }

    private FindingException refused(Node node, String code, String what, String hint) {
        return new FindingException(
                Finding.error(file, position(node.getStartMark()), code, what + " is not taken here", hint));
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
