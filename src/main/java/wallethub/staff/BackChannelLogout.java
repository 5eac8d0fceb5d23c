package wallethub.staff;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.operation.Answer;
import wallethub.operation.HttpPages;
import wallethub.operation.Operations;

/** Where the issuer says that a session of its own has ended: a form with a log-out token; 200 or 400, and never cached. */
@Component
class BackChannelLogout implements HttpPages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "logout_token=";
    private static final int LARGEST_BODY = 32 * 1024;

    private final Operations operations;

    BackChannelLogout(Operations operations) {
        this.operations = operations;
    }

    @Override
    public String paths() {
        return "/oidc/";
    }

    @Override
    public void serve(HttpServletRequest request, HttpServletResponse response, String address) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!request.getRequestURI().equals(StaffLoginUrls.BACK_CHANNEL_LOGOUT)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            boolean done = token(request).map(this::ended).orElse(false);
            response.setStatus(done ? HttpServletResponse.SC_OK : HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private boolean ended(String token) {
        byte[] command =
                JSON.createObjectNode().put("logoutToken", token).toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = operations.run("end-issuer-sessions", Caller.system(EndIssuerSessionsHandler.ROUTE), command);
        return answer instanceof Answer.Document;
    }

    /** The one token of the form; empty when it is not exactly one. */
    private static Optional<String> token(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY
                || !String.valueOf(request.getContentType()).startsWith(FORM)) {
            return Optional.empty();
        }
        List<String> tokens = Arrays.stream(new String(body, StandardCharsets.US_ASCII).split("&"))
                .filter(field -> field.startsWith(FIELD))
                .map(field -> field.substring(FIELD.length()))
                .toList();
        try {
            return tokens.size() == 1
                    ? Optional.of(URLDecoder.decode(tokens.getFirst(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
