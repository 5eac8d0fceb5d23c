package wallethub.mapping;

/** Where something stands in a file; line and column count from 1. */
record Position(int line, int column) {

    static final Position START = new Position(1, 1);
}
