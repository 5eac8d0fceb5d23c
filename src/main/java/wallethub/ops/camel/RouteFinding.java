package wallethub.ops.camel;

/**
 * What is wrong with a set of routes, and where.
 *
 * @param line from 1, 0 for the whole file
 * @param column from 1, 0 for the whole line
 */
record RouteFinding(String file, int line, int column, String message) {

    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : "%s:%d:%d: %s".formatted(file, line, column, message);
    }
}
