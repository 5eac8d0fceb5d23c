package wallethub.ops.camel;

/** A set of routes that is not applied. */
class RouteSetException extends RuntimeException {

    private final transient RouteFinding finding;

    RouteSetException(RouteFinding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    RouteSetException(RouteFinding finding, Throwable cause) {
        super(finding.toString(), cause);
        this.finding = finding;
    }

    RouteFinding finding() {
        return finding;
    }
}
