package wallethub.operation;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Paths that people's browsers and OAuth clients use, with cookies, forms and errors of their own: the edge limits and protects
 * them, and neither filters what they read nor writes problems over what they answer.
 */
public interface HttpPages {

    /** The beginning of the paths, such as {@code /idp/}; no route serves any of them. */
    String paths();

    /**
     * Answers, whatever it is; the body is unread, and reading it is bounded here.
     *
     * @param address the client's, as the edge knows it
     */
    void serve(HttpServletRequest request, HttpServletResponse response, String address)
            throws IOException, ServletException;
}
