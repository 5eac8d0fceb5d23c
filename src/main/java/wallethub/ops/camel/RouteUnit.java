package wallethub.ops.camel;

import java.nio.charset.StandardCharsets;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * One {@code route} or {@code rest} of a file: what is replaced when it changes.
 *
 * @param line where it starts, from 1
 * @param text of it alone, at its own lines, so that positions in it are positions in the file
 * @param depends what it was read with besides its own text
 */
record RouteUnit(String file, String id, int line, int column, String text, String depends) {

    /** Whether it does the same wherever in its file it stands. */
    boolean same(RouteUnit other) {
        return file.equals(other.file)
                && depends.equals(other.depends)
                && text.strip().equals(other.text.strip());
    }

    Resource resource() {
        return ResourceHelper.fromBytes(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where a text of it stands in the file; where it starts when it is not in there. */
    RouteFinding finding(String needle, String message) {
        int at = text.indexOf(needle);
        if (at < 0) {
            return new RouteFinding(file, line, column, message);
        }
        int lineStart = text.lastIndexOf('\n', at) + 1;
        int lines = (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
        return new RouteFinding(file, lines + 1, at - lineStart + 1, message);
    }
}
