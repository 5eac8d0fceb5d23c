package wallethub.lane.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.springframework.stereotype.Component;
import wallethub.crash.CrashPoint;

/**
 * How connectors call foreign systems: one request per attempt, nothing followed, nothing remembered, and answers of at most
 * 1 MiB. Repeating is the lane's business, which counts it and knows what may be repeated.
 */
@Component("connectorClient")
class ConnectorClient implements HttpClientConfigurer {

    private static final int ANSWER_MAX = 1 << 20;

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addRequestInterceptorLast(ConnectorClient::beforeCall)
                .addResponseInterceptorFirst(ConnectorClient::afterCall);
    }

    private static void beforeCall(HttpRequest request, EntityDetails entity, HttpContext context) {
        if (isEntry(request)) {
            CrashPoint.BEFORE_ERP_CALL.reached();
        }
    }

    private static void afterCall(HttpResponse response, EntityDetails entity, HttpContext context) {
        boolean entry = isEntry(HttpCoreContext.cast(context).getRequest());
        if (entry && response.getCode() < 300) {
            CrashPoint.AFTER_ERP_ACCEPTED.reached();
        }
        if (response instanceof ClassicHttpResponse answer && answer.getEntity() != null) {
            answer.setEntity(new Bounded(answer.getEntity(), entry));
        }
    }

    private static boolean isEntry(HttpRequest request) {
        return request != null
                && request.getMethod().equals("POST")
                && request.getPath().contains("/entries");
    }

    /** An answer that ends with an error where it passes the limit. */
    private static final class Bounded extends HttpEntityWrapper {

        private final boolean entry;

        Bounded(HttpEntity entity, boolean entry) {
            super(entity);
            this.entry = entry;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new BoundedStream(super.getContent(), entry);
        }
    }

    private static final class BoundedStream extends FilterInputStream {

        private int left = ANSWER_MAX;

        private final boolean entry;

        BoundedStream(InputStream stream, boolean entry) {
            super(stream);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (entry) {
                CrashPoint.AFTER_ERP_CALL.reached();
            }
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("an answer has at most " + ANSWER_MAX + " bytes");
            }
        }
    }
}
