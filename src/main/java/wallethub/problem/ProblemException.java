package wallethub.problem;

import java.util.List;

/** A request that is refused, thrown where the refusal is found and answered as problem+json at the edge. */
public class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    public ProblemException(ErrorCode code, String detail) {
        this(Problem.of(code, detail));
    }

    public ProblemException(ErrorCode code, String detail, List<Violation> errors) {
        this(Problem.of(code, detail, errors));
    }

    public Problem problem() {
        return problem;
    }

    public ErrorCode code() {
        return problem.code();
    }
}
