package wallethub.idp;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import wallethub.access.ClientNetwork;
import wallethub.idp.Page.Notice;
import wallethub.operation.HttpPages;

/** Everything below {@code /idp}: the endpoints of OpenID Connect, and the forms of a login. */
@Component
@WhileIssuing
class IdpPages implements HttpPages {

    static final String LOGIN = "/login";
    static final String CODE = "/code";
    static final String ENROL = "/enrol";
    static final String BOOTSTRAP = "/bootstrap";
    static final String INVITATION = "/invitation";

    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int LONGEST_NAME = 100;
    // What a browser says of a request that another page did not make.
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Protocol protocol;
    private final IssuerClient client;
    private final Logins logins;
    private final Invitations invitations;
    private final Cookies cookies;
    private final IdpSecrets secrets;

    IdpPages(
            Protocol protocol,
            IssuerClient client,
            Logins logins,
            Invitations invitations,
            Cookies cookies,
            IdpSecrets secrets) {
        this.protocol = protocol;
        this.client = client;
        this.logins = logins;
        this.invitations = invitations;
        this.cookies = cookies;
        this.secrets = secrets;
    }

    @Override
    public String paths() {
        return "/idp/";
    }

    @Override
    public void serve(HttpServletRequest raw, HttpServletResponse response, String address)
            throws IOException, ServletException {
        Optional<FormRequest> read = FormRequest.read(raw);
        if (read.isEmpty()) {
            Page.of(raw).fault(response, HttpServletResponse.SC_BAD_REQUEST, Words.BAD_REQUEST);
            return;
        }
        FormRequest request = read.get();
        switch (request.getMethod() + " " + request.getServletPath()) {
            case "GET /.well-known/openid-configuration" -> protocol.metadata(response);
            case "GET " + Protocol.KEYS -> protocol.keys(response);
            case "GET " + Protocol.AUTHORIZE -> authorize(request, response);
            case "POST " + Protocol.TOKEN -> protocol.token(request, response);
            case "GET " + Protocol.END_SESSION, "POST " + Protocol.END_SESSION -> endSession(request, response);
            case "GET /style.css" -> style(response);
            case "GET " + LOGIN -> showLogin(request, response);
            case "POST " + LOGIN -> login(request, response, address);
            case "GET " + CODE -> showCode(request, response, Notice.NONE);
            case "GET " + ENROL -> showEnrolment(request, response, Notice.NONE);
            case "POST " + CODE, "POST " + ENROL -> code(request, response, address);
            case "GET " + BOOTSTRAP, "GET " + INVITATION -> showAccount(request, response);
            case "POST " + BOOTSTRAP, "POST " + INVITATION -> account(request, response, address);
            default -> Page.of(request).fault(response, HttpServletResponse.SC_NOT_FOUND, Words.NOTHING);
        }
    }

    /** Back to the client when this browser has just logged in for this very request; else to the login. */
    private void authorize(FormRequest request, HttpServletResponse response) throws IOException, ServletException {
        String query = String.valueOf(request.getQueryString());
        if (query.length() > Flow.LONGEST_QUERY) {
            Page.of(request).fault(response, HttpServletResponse.SC_BAD_REQUEST, Words.BAD_REQUEST);
            return;
        }
        Person person = cookies.flow(request)
                .filter(flow -> !flow.token().isEmpty() && flow.query().equals(query))
                .flatMap(flow -> logins.use(flow.token()))
                .map(login -> new Person(login.account(), secrets.token(), login.at()))
                .orElse(null);
        if (person != null) {
            cookies.end(response);
            cookies.remember(response, person.account().userName().text());
        }
        protocol.authorize(request, response, person, (asked, answer) -> {
            cookies.put(response, cookies.begin(query));
            response.sendRedirect("/idp" + LOGIN);
        });
    }

    private void showLogin(FormRequest request, HttpServletResponse response) throws IOException {
        Optional<Flow> flow =
                cookies.flow(request).filter(begun -> !begun.query().isEmpty());
        if (flow.isEmpty()) {
            gone(request, response);
            return;
        }
        Page.of(request).login(response, cookies.csrf(flow.get()), Notice.NONE);
    }

    private void login(FormRequest request, HttpServletResponse response, String address) throws IOException {
        Optional<Flow> flow = sent(request).filter(begun -> !begun.query().isEmpty());
        if (flow.isEmpty()) {
            gone(request, response);
            return;
        }
        String name = name(request);
        Logins.Password outcome =
                logins.password(name, request.field("password"), cookies.subject(request, name), network(address));
        switch (outcome) {
            case Logins.Password.Right right -> {
                cookies.put(response, cookies.confirmed(flow.get(), right.token()));
                seeOther(response, right.enrolled() ? CODE : ENROL);
            }
            case Logins.Password.Wrong wrong ->
                Page.of(request).login(response, cookies.csrf(flow.get()), Notice.of(UNPROCESSABLE, Words.WRONG));
            case Logins.Password.Waiting waiting ->
                Page.of(request).login(response, cookies.csrf(flow.get()), Notice.of(TOO_MANY, Words.WAIT));
        }
    }

    private void showCode(FormRequest request, HttpServletResponse response, Notice notice) throws IOException {
        Optional<Flow> flow = waiting(request);
        if (flow.isEmpty()) {
            gone(request, response);
            return;
        }
        Page.of(request).code(response, cookies.csrf(flow.get()), notice);
    }

    private void showEnrolment(FormRequest request, HttpServletResponse response, Notice notice) throws IOException {
        Optional<Flow> flow = waiting(request);
        Optional<Logins.Enrolment> enrolment = flow.flatMap(begun -> logins.enrolment(begun.token()));
        if (flow.isEmpty() || enrolment.isEmpty()) {
            gone(request, response);
            return;
        }
        Page.of(request).enrol(response, cookies.csrf(flow.get()), enrolment.get(), notice);
    }

    private void code(FormRequest request, HttpServletResponse response, String address) throws IOException {
        Optional<Flow> flow = sent(request).filter(begun -> !begun.token().isEmpty());
        if (flow.isEmpty()) {
            gone(request, response);
            return;
        }
        switch (logins.code(flow.get().token(), request.field("code"), address)) {
            case Logins.Code.Right right ->
                Page.of(request)
                        .goOn(
                                response,
                                "/idp" + Protocol.AUTHORIZE + "?" + flow.get().query());
            case Logins.Code.Wrong wrong -> again(request, response, Notice.of(UNPROCESSABLE, Words.WRONG_CODE));
            case Logins.Code.Waiting wait -> again(request, response, Notice.of(TOO_MANY, Words.WAIT));
            case Logins.Code.Gone gone -> gone(request, response);
        }
    }

    private void again(FormRequest request, HttpServletResponse response, Notice notice) throws IOException {
        if (request.getServletPath().equals(ENROL)) {
            showEnrolment(request, response, notice);
        } else {
            showCode(request, response, notice);
        }
    }

    private void showAccount(FormRequest request, HttpServletResponse response) throws IOException {
        Flow flow = cookies.begin("");
        cookies.put(response, flow);
        Page.of(request).account(response, request.getServletPath(), cookies.csrf(flow), Notice.NONE);
    }

    private void account(FormRequest request, HttpServletResponse response, String address) throws IOException {
        Optional<Flow> flow = sent(request);
        if (flow.isEmpty()) {
            gone(request, response);
            return;
        }
        Optional<UserName> name = UserName.read(name(request));
        if (name.isEmpty()) {
            refuse(request, response, flow.get(), Notice.of(UNPROCESSABLE, Words.BAD_USER_NAME));
            return;
        }
        Invitations.Acceptance outcome = invitations.accept(
                request.field("secret"), name.get(), request.field("password"), network(address), address);
        switch (outcome) {
            case Invitations.Acceptance.Accepted accepted -> {
                cookies.end(response);
                Page.of(request).say(response, Words.ACCOUNT_MADE);
            }
            case Invitations.Acceptance.Refused refused ->
                refuse(request, response, flow.get(), Notice.of(UNPROCESSABLE, Words.of(refused.fault())));
            case Invitations.Acceptance.NotGood notGood ->
                refuse(request, response, flow.get(), Notice.of(UNPROCESSABLE, Words.NOT_GOOD));
            case Invitations.Acceptance.Waiting waiting ->
                refuse(request, response, flow.get(), Notice.of(TOO_MANY, Words.WAIT));
        }
    }

    private void refuse(FormRequest request, HttpServletResponse response, Flow flow, Notice notice)
            throws IOException {
        Page.of(request).account(response, request.getServletPath(), cookies.csrf(flow), notice);
    }

    /** The issuer has no session to end; the browser goes back where the client may send it, or reads that it is done. */
    private void endSession(FormRequest request, HttpServletResponse response) throws IOException {
        cookies.end(response);
        @Nullable String back = client.afterLogout(request.field("post_logout_redirect_uri"), request.field("state"));
        if (back == null) {
            Page.of(request).say(response, Words.LOGGED_OUT);
        } else {
            response.sendRedirect(back);
        }
    }

    /** The flow whose form this is: the same browser, its own page, and the page's own token. */
    private Optional<Flow> sent(FormRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return Optional.empty();
        }
        return cookies.flow(request).filter(flow -> cookies.isOf(flow, request.field("csrf")));
    }

    private Optional<Flow> waiting(FormRequest request) {
        return cookies.flow(request).filter(flow -> !flow.token().isEmpty());
    }

    private String network(String address) {
        return cookies.network(ClientNetwork.of(address));
    }

    private static String name(FormRequest request) {
        String typed = request.field("userName");
        return UserName.read(typed)
                .map(UserName::text)
                .orElseGet(() -> typed.substring(0, Math.min(typed.length(), LONGEST_NAME)));
    }

    private static void gone(FormRequest request, HttpServletResponse response) throws IOException {
        Page.of(request).fault(response, HttpServletResponse.SC_BAD_REQUEST, Words.GONE);
    }

    private static void seeOther(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", "/idp" + path);
    }

    private static void style(HttpServletResponse response) throws IOException {
        try (InputStream in = new ClassPathResource("wallethub/idp/style.css").getInputStream()) {
            response.setContentType("text/css;charset=utf-8");
            in.transferTo(response.getOutputStream());
        }
    }
}
