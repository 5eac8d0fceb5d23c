package wallethub.crash;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Passes a crash point when the last byte of a gateway's answer has left this process. */
class AnswerValve extends ValveBase {

    private static final String CALLBACKS = "/callbacks/gateways/";

    AnswerValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync()
                && response.getStatus() == 200
                && request.getRequestURI().startsWith(CALLBACKS)) {
            response.finishResponse();
            CrashPoint.AFTER_ANSWER.reached();
        }
    }
}
