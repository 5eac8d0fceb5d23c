package wallethub.idp;

import io.nayuki.qrcodegen.QrCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.util.HtmlUtils;

/** A page of the issuer, in the language of whoever reads it: plain HTML, without a script. */
final class Page {

    private static final int QR_BORDER = 4;
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final boolean arab;

    private Page(boolean arab) {
        this.arab = arab;
    }

    /** Of the languages that the browser asks for, the first that we have. */
    static Page of(HttpServletRequest request) {
        for (Locale locale : Collections.list(request.getLocales())) {
            if (locale.getLanguage().equals("ar") || locale.getLanguage().equals("en")) {
                return new Page(locale.getLanguage().equals("ar"));
            }
        }
        return new Page(false);
    }

    /** What a form says besides its fields. */
    record Notice(int status, Optional<Words> fault) {
        static final Notice NONE = new Notice(HttpServletResponse.SC_OK, Optional.empty());

        static Notice of(int status, Words fault) {
            return new Notice(status, Optional.of(fault));
        }
    }

    void login(HttpServletResponse response, String csrf, Notice notice) throws IOException {
        String fields = field("userName", "text", "username", Words.USER_NAME, 100)
                + field("password", "password", "current-password", Words.PASSWORD, 300);
        write(response, Words.LOGIN, notice, form(IdpPages.LOGIN, csrf, fields));
    }

    void code(HttpServletResponse response, String csrf, Notice notice) throws IOException {
        write(response, Words.LOGIN, notice, form(IdpPages.CODE, csrf, codeField()));
    }

    void enrol(HttpServletResponse response, String csrf, Logins.Enrolment enrolment, Notice notice)
            throws IOException {
        String how = "<p>" + text(Words.ENROL_HOW) + "</p>" + qr(enrolment.uri()) + "<p class=\"secret\" dir=\"ltr\">"
                + escaped(enrolment.secret()) + "</p><p class=\"uri\" dir=\"ltr\">" + escaped(enrolment.uri()) + "</p>";
        write(response, Words.ENROL, notice, how + form(IdpPages.ENROL, csrf, codeField()));
    }

    void account(HttpServletResponse response, String path, String csrf, Notice notice) throws IOException {
        String fields = field("secret", "text", "off", Words.SECRET, 100)
                + field("userName", "text", "username", Words.USER_NAME, 100)
                + field("password", "password", "new-password", Words.NEW_PASSWORD, 300);
        write(response, Words.ACCOUNT, notice, form(path, csrf, fields));
    }

    /** A link, not a redirect: a browser follows a form's redirects to nobody but ourselves. */
    void goOn(HttpServletResponse response, String to) throws IOException {
        String link = "<p><a href=\"" + escaped(to) + "\">" + text(Words.NEXT) + "</a></p>";
        String at = "<meta http-equiv=\"refresh\" content=\"0;url=" + escaped(to) + "\">";
        write(response, Words.WELCOME, Notice.NONE, link, at);
    }

    void say(HttpServletResponse response, Words what) throws IOException {
        write(response, what, Notice.NONE, "");
    }

    void fault(HttpServletResponse response, int status, Words what) throws IOException {
        write(response, Words.LOGIN, Notice.of(status, what), "");
    }

    private void write(HttpServletResponse response, Words title, Notice notice, String body) throws IOException {
        write(response, title, notice, body, "");
    }

    private void write(HttpServletResponse response, Words title, Notice notice, String body, String head)
            throws IOException {
        String fault = notice.fault()
                .map(words -> "<p class=\"fault\" role=\"alert\">" + text(words) + "</p>")
                .orElse("");
        byte[] page = """
                <!doctype html>
                <html lang="%s" dir="%s"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">%s
                <title>%s</title><link rel="stylesheet" href="/idp/style.css"></head>
                <body><main><h1>%s</h1>%s%s</main></body></html>
                """.formatted(
                        arab ? "ar" : "en", arab ? "rtl" : "ltr", head, text(title), text(title), fault, body)
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(notice.status());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Content-Language", arab ? "ar" : "en");
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private String form(String path, String csrf, String fields) {
        return """
                <form method="post" action="/idp%s"><input type="hidden" name="csrf" value="%s">%s
                <button type="submit">%s</button></form>
                """.formatted(path, escaped(csrf), fields, text(Words.NEXT));
    }

    private String codeField() {
        return """
                <label>%s <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" dir="ltr"
                required autofocus></label>
                """.formatted(text(Words.CODE));
    }

    private String field(String name, String type, String completion, Words label, int most) {
        return """
                <label>%s <input name="%s" type="%s" autocomplete="%s" maxlength="%d" dir="ltr" autocapitalize="none"
                spellcheck="false" required></label>
                """.formatted(text(label), name, type, completion, most);
    }

    private static String qr(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        int size = code.size + 2 * QR_BORDER;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QR_BORDER)
                            .append(',')
                            .append(y + QR_BORDER)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>"
                        .formatted(size, size)
                + "<path d=\"" + path + "\" fill=\"#000\"/></svg>";
    }

    private String text(Words words) {
        return escaped(words.in(arab));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
