package wallethub.mapping;

/** Stops the reading of one file at what is wrong with it. */
final class FindingException extends RuntimeException {

    private final transient Finding finding;

    FindingException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
