package wallethub.ops;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import wallethub.operation.HttpReply;
import wallethub.problem.Problem;

/** Tomcat's own refusals, of requests that never became one, as problems like all others. */
public class ProblemErrorValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Problem problem = EdgeFilter.problem(response.getStatus());
        Trace trace = Trace.of(null, null);
        // The path of a request that could not be read is not repeated.
        HttpReply reply = HttpReply.problem(problem, "en", "/", trace.traceId());
        try {
            response.setStatus(reply.status());
            EdgeFilter.protect(response, trace);
            reply.headers().forEach(response::setHeader);
            byte[] body = reply.body() == null ? new byte[0] : reply.body();
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("a refusal could not be written", e);
        }
    }
}
