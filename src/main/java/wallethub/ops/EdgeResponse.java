package wallethub.ops;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import wallethub.operation.HttpReply;
import wallethub.problem.Problem;

/**
 * A response that lets no failure out but problem+json: what Spring or Camel would write beside a failing status is
 * held back, and the filter writes the problem instead.
 */
final class EdgeResponse extends HttpServletResponseWrapper {

    private @Nullable PrintWriter writer;
    private @Nullable Allowance scarcest;

    EdgeResponse(HttpServletResponse response) {
        super(response);
    }

    /** Whether the request failed and nobody said so in our own form. */
    boolean lacksProblem() {
        String type = getContentType();
        return getStatus() >= 400 && (type == null || !type.startsWith(Problem.MEDIA_TYPE));
    }

    /** Tells the client of the limit that it comes to first. */
    void show(Allowance allowance) {
        if (scarcest == null || !allowance.allowed() || allowance.remaining() < scarcest.remaining()) {
            scarcest = allowance;
            setHeader("RateLimit-Policy", allowance.policyHeader());
            setHeader("RateLimit", allowance.limitHeader());
        }
    }

    /** Writes over whatever was begun. */
    void write(HttpReply reply) throws IOException {
        super.resetBuffer();
        setStatus(reply.status());
        // The edge has said what it varies by itself.
        reply.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Vary")) {
                addHeader(name, value);
            } else {
                setHeader(name, value);
            }
        });
        if (!lacksProblem() && reply.status() != SC_NOT_MODIFIED && reply.status() != SC_NO_CONTENT) {
            byte[] body = reply.body() == null ? new byte[0] : reply.body();
            super.setContentLength(body.length);
            super.getOutputStream().write(body);
        }
    }

    @Override
    public void sendError(int status) {
        setStatus(status);
    }

    @Override
    public void sendError(int status, String message) {
        setStatus(status);
    }

    @Override
    public void setContentLength(int length) {
        if (!lacksProblem()) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!lacksProblem()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        if (!lacksProblem()) {
            super.flushBuffer();
        }
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new HoldingStream(super.getOutputStream());
    }

    private final class HoldingStream extends ServletOutputStream {

        private final ServletOutputStream out;

        HoldingStream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            if (!lacksProblem()) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!lacksProblem()) {
                out.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!lacksProblem()) {
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (!lacksProblem()) {
                out.close();
            }
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
