package wallethub.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.net.StripeResponseStream;
import java.io.IOException;
import java.io.InputStream;

/** Stripe's own HTTP client with a limit on the size of an answer, and a note of every contact. */
final class StripeHttp extends HttpURLConnectionClient {

    static final int ANSWER_BYTES_MAX = 1024 * 1024;

    private final String account;
    private final GatewayContacts contacts;

    StripeHttp(String account, GatewayContacts contacts) {
        this.account = account;
        this.contacts = contacts;
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        StripeResponse answer;
        try {
            answer = read(requestStream(request));
        } catch (ApiConnectionException e) {
            contacts.failed(account, "NO_ANSWER");
            throw e;
        }
        note(answer.code());
        return answer;
    }

    private static StripeResponse read(StripeResponseStream stream) throws ApiConnectionException {
        // An answer without a body has no stream.
        if (stream.body() == null) {
            return new StripeResponse(stream.code(), stream.headers(), "");
        }
        try (InputStream body = stream.body()) {
            byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
            if (bytes.length > ANSWER_BYTES_MAX) {
                throw new ApiConnectionException("an answer of Stripe is larger than " + ANSWER_BYTES_MAX + " bytes");
            }
            return new StripeResponse(stream.code(), stream.headers(), new String(bytes, UTF_8));
        } catch (IOException e) {
            throw new ApiConnectionException("the answer of Stripe broke off", e);
        }
    }

    /** A refusal of one request is an answer; overload, their failures and a refused key are not. */
    private void note(int status) {
        if (status >= 500 || status == 429 || status == 401 || status == 403) {
            contacts.failed(account, "HTTP_" + status);
        } else {
            contacts.answered(account);
        }
    }
}
