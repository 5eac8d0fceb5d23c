package wallethub.embedded;

import java.io.PrintStream;
import java.time.Duration;

/** The demo's output: a line per step, printed when it is known to be true, with how long it took and a foreign number. */
final class DemoTable {

    private static final String ROW = "%-4s %2s  %-58s %9s  %s%n";

    private final PrintStream out;
    private int lines;

    DemoTable(PrintStream out) {
        this.out = out;
        out.printf(ROW, "", "", "what happened", "after", "number");
        out.printf(ROW, "", "", "-".repeat(58), "-".repeat(9), "-".repeat(44));
    }

    void ok(String what, Duration after, String number) {
        out.printf(ROW, "ok", ++lines, what, after.toMillis() + " ms", number);
        out.flush();
    }

    void failed(String what, String reason) {
        out.printf(ROW, "FAIL", ++lines, what, "", "");
        out.println("        " + reason.replace("\n", "\n        "));
        out.flush();
    }

    int lines() {
        return lines;
    }
}
