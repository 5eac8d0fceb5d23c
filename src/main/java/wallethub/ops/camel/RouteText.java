package wallethub.ops.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a route file into its units: a list of {@code route} and contract-first {@code rest}, named and described. */
final class RouteText {

    private static final Set<String> KINDS = Set.of("route", "rest");
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(1024 * 1024).build();

    private final String file;
    private final String text;
    private final String contracts;

    private RouteText(String file, String text, String contracts) {
        this.file = file;
        this.text = text;
        this.contracts = contracts;
    }

    /** @param contracts the OpenAPI files, on which {@code rest} depends */
    static List<RouteUnit> units(String file, String text, String contracts) {
        return new RouteText(file, text, contracts).units();
    }

    private List<RouteUnit> units() {
        if (!(root() instanceof SequenceNode items) || items.getValue().isEmpty()) {
            throw new RouteSetException(new RouteFinding(file, 1, 1, "a route file is a list of routes"));
        }
        List<RouteUnit> units = new ArrayList<>();
        List<Node> nodes = items.getValue();
        for (int i = 0; i < nodes.size(); i++) {
            int end = i + 1 < nodes.size() ? line(nodes.get(i + 1)) : Integer.MAX_VALUE;
            units.add(unit(nodes.get(i), end));
        }
        return units;
    }

    private @Nullable Node root() {
        try {
            return new Compose(SETTINGS).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> at = e.getProblemMark();
            throw new RouteSetException(
                    new RouteFinding(
                            file,
                            at.map(mark -> mark.getLine() + 1).orElse(0),
                            at.map(mark -> mark.getColumn() + 1).orElse(0),
                            String.valueOf(e.getProblem())),
                    e);
        } catch (YamlEngineException e) {
            throw new RouteSetException(new RouteFinding(file, 1, 1, String.valueOf(e.getMessage())), e);
        }
    }

    private RouteUnit unit(Node item, int endLine) {
        if (!(item instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
            throw refused(item, "one of " + KINDS + " is expected here");
        }
        NodeTuple only = mapping.getValue().getFirst();
        String kind = scalar(only.getKeyNode());
        if (kind == null || !KINDS.contains(kind)) {
            throw refused(item, "only " + KINDS + " are taken here");
        }
        boolean rest = kind.equals("rest");
        Node named = rest ? child(only.getValueNode(), "openApi") : only.getValueNode();
        String id = scalar(child(named, rest ? "routeId" : "id"));
        // Camel hands the description of a rest on as an option of the endpoint, which refuses it; the contract has its
        // own.
        boolean described = !blank(child(named, "description"));
        if (id == null || id.isBlank() || described == rest) {
            throw refused(
                    item,
                    rest ? "a rest names openApi with routeId, without description" : "a route has id and description");
        }
        return new RouteUnit(file, id, line(item), column(item), slice(line(item), endLine), rest ? contracts : "");
    }

    /** The lines of an item, with empty lines in place of all before it. */
    private String slice(int from, int to) {
        List<String> lines = text.lines().toList();
        int end = Math.min(to - 1, lines.size());
        return "\n".repeat(from - 1) + String.join("\n", lines.subList(from - 1, end)) + "\n";
    }

    private RouteSetException refused(Node at, String message) {
        return new RouteSetException(new RouteFinding(file, line(at), column(at), message));
    }

    private static @Nullable Node child(@Nullable Node parent, String name) {
        if (parent instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (name.equals(scalar(tuple.getKeyNode()))) {
                    return tuple.getValueNode();
                }
            }
        }
        return null;
    }

    private static @Nullable String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : null;
    }

    private static boolean blank(@Nullable Node node) {
        String text = scalar(node);
        return text == null || text.isBlank();
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    }
}
