package wallethub.ops;

import java.util.Optional;
import wallethub.operation.HttpCall;
import wallethub.operation.HttpReply;

/** The HTTP routes in force. */
public interface HttpRoutes {

    /**
     * Runs the route that serves the call's path.
     *
     * @return its reply, which is 405 with {@code Allow} for a method that the path does not have; empty when no route serves
     *     the path
     */
    Optional<HttpReply> call(HttpCall call);
}
