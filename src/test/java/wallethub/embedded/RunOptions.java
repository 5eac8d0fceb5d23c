package wallethub.embedded;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;

/** What {@code run} and {@code demo} are asked: {@code [--erp rest|tryton] [DIRECTORY]}. */
record RunOptions(Path directory, boolean tryton) {

    private static final int USAGE = 2;
    private static final int SKIPPED = 3;

    /** Ends the process when it does not understand, or when there is no Tryton to start. */
    static RunOptions of(String[] arguments, String directory) {
        try {
            RunOptions options = parse(arguments, directory);
            // The script says why not.
            if (options.tryton && !TrytonServer.isInstalled(options.directory.resolve("tryton"))) {
                System.exit(SKIPPED);
            }
            return options;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
            throw e;
        }
    }

    /** @throws IllegalArgumentException with what was not understood */
    static RunOptions parse(String[] arguments, String directory) {
        RunOptions options = new RunOptions(Path.of(directory), false);
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("--erp")) {
                options = new RunOptions(options.directory, isTryton(words.hasNext() ? words.next() : ""));
            } else if (word.startsWith("-")) {
                throw new IllegalArgumentException("no such option: " + word);
            } else {
                options = new RunOptions(Path.of(word), options.tryton);
            }
        }
        return options;
    }

    private static boolean isTryton(String erp) {
        return switch (erp) {
            case "rest" -> false;
            case "tryton" -> true;
            default -> throw new IllegalArgumentException("--erp is rest or tryton, not " + erp);
        };
    }

    EmbeddedDefault start(boolean usualPorts) {
        return tryton
                ? EmbeddedDefault.startWithTryton(directory, usualPorts)
                : EmbeddedDefault.start(directory, usualPorts);
    }

    String started() {
        return tryton
                ? "Starting PostgreSQL, Kafka, Tryton and the stand-ins (the first Tryton takes a minute) ..."
                : "Starting PostgreSQL, Kafka and the stand-ins ...";
    }
}
