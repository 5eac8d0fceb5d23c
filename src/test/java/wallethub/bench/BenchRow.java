package wallethub.bench;

/** One line of the goal table. */
enum BenchRow {
    ACKNOWLEDGED_64(
            1, "signed callbacks acknowledged durably, 64 connections", "/s", "least work by pgbench, 64", 1.5, true),
    ACKNOWLEDGED_16(2, "the same, 16 connections", "/s", "least work by pgbench, 16", 1.0, true),
    CREDITED(3, "callbacks credited, from the first to the last", "/s", "least work by pgbench, 64", 0.8, true),
    P99(4, "p99 of the acknowledgement at 64", "ms", "p99 of the least work at 64", 1.0, false),
    PAID(5, "wallet payment with token, key and checks", "/s", "its function by pgbench", 0.7, true),
    READ(6, "balance read over its contract-first route", "/s", "a bare MVC handler", 0.85, true),
    ENTERED(7, "callback to ERP entry, 200/s, the ERP takes 20 ms: p99", "s", "", 1.0, false),
    DRAINED(8, "lane drained to a target that does nothing", "/s", "delete-returning by pgbench", 0.5, true),
    READY(10, "production jar to ready, with its start cache", "s", "", 5, false),
    RESIDENT(10, "resident memory after the load", "MiB", "", 512, false);

    /** Rows with this also have a floor of their own. */
    static final double DRAINED_PER_SECOND = 20_000;

    final int number;
    final String figure;
    final String unit;
    final String against;
    final double goal;
    /** Whether more is better. */
    final boolean atLeast;

    BenchRow(int number, String figure, String unit, String against, double goal, boolean atLeast) {
        this.number = number;
        this.figure = figure;
        this.unit = unit;
        this.against = against;
        this.goal = goal;
        this.atLeast = atLeast;
    }

    private boolean isBelow() {
        return this == P99 || this == ENTERED;
    }

    boolean isCompared() {
        return !against.isEmpty();
    }

    /** @param judged the ratio, or the figure of a row that is compared with nothing */
    boolean isReached(double judged, double figureItself) {
        boolean reached = atLeast ? judged >= goal : isBelow() ? judged < goal : judged <= goal;
        return reached && (this != DRAINED || figureItself >= DRAINED_PER_SECOND);
    }

    String goalText() {
        String text = (atLeast ? ">= " : isBelow() ? "< " : "<= ") + BenchTable.text(goal);
        return this == DRAINED ? text + ", >= 20000/s" : isCompared() ? text : text + " " + unit;
    }
}
