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
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.operation.Answer;
import wallethub.operation.HttpPages;
import wallethub.operation.Operations;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

/**
 * Where the issuer says that a session of its own has ended: a form with a log-out token; 200 or 400, and never cached. 503 where
 * its keys cannot be read, so that it comes again.
 */
@Component
class BackChannelLogout implements HttpPages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FORM =
            Pattern.compile("application/x-www-form-urlencoded *(;.*)?", Pattern.CASE_INSENSITIVE);
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
        if (answer instanceof Answer.Refusal refused && refused.code() == ErrorCode.OVERLOADED) {
            throw new ProblemException(refused.code(), refused.detail());
        }
        return answer instanceof Answer.Document;
    }

    /** The one token of the form; empty when it is not exactly one. */
    private static Optional<String> token(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY
                || !FORM.matcher(String.valueOf(request.getContentType())).matches()) {
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
