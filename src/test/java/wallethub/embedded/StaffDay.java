package wallethub.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wallethub.embedded.StaffMember.Answer;

/**
 * People of a new installation: the first administrator comes with the secret that the hub printed, invites a second one, and
 * the two appoint two people of finance and one of operations.
 */
final class StaffDay implements AutoCloseable {

    private static final Pattern SECRET = Pattern.compile("one-time secret ([A-Z2-7-]+),");

    final StaffMember maker;
    final StaffMember checker;
    private final StaffMember operator;
    private final Deque<StaffMember> all = new ArrayDeque<>();

    StaffDay(EmbeddedDefault around) {
        StaffMember first = add(StaffMember.first(around.hubUrl(), "administrator.one", printedSecret(around)));
        require(first.logIn(), true);
        StaffMember second = invited(around, first, "administrator.two", "administrators");
        require(second.logIn(), true);
        maker = appointed(around, first, second, "finance.one", "finance");
        checker = appointed(around, first, second, "finance.two", "finance");
        operator = appointed(around, first, second, "operations.one", "operations");
    }

    private StaffMember add(StaffMember member) {
        all.push(member);
        return member;
    }

    private static String printedSecret(EmbeddedDefault around) {
        try {
            Matcher printed = SECRET.matcher(Files.readString(around.hubLog()));
            if (printed.find()) {
                return printed.group(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the hub printed no secret for its first administrator");
    }

    private StaffMember invited(EmbeddedDefault around, StaffMember administrator, String name, String group) {
        Answer invited = administrator.post("login-accounts", """
                {"userName": "%s", "group": "%s", "reason": "Works here from today on"}""".formatted(name, group), "");
        require(invited, 200);
        return add(StaffMember.invited(
                around.hubUrl(), name, invited.body().path("secret").asText()));
    }

    /** Comes without a role, is not let in, and is when two administrators have given him one. */
    private StaffMember appointed(
            EmbeddedDefault around, StaffMember first, StaffMember second, String name, String role) {
        StaffMember member = invited(around, first, name, "staff");
        require(member.logIn(), false);
        String id = first.get("staff?size=100")
                .body()
                .path("items")
                .valueStream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        Answer asked = first.put(
                "staff/" + id + "/roles",
                """
                {"roles": ["%s"], "reason": "Works there"}""".formatted(role),
                first.get("staff/" + id).tag());
        require(asked, 202);
        require(second.approve(asked), 200);
        require(member.logIn(), true);
        return member;
    }

    /** One line of the bank's statement, said by one and agreed to by the other. */
    JsonNode confirm(String rechargeId, String amount, String currency) {
        Answer asked = maker.post(
                "bank-transfers/" + rechargeId + "/confirm",
                """
                {"bankAccount": "kwd", "bankReference": "FT-%s", "valueDate": "%s",
                 "amount": {"amount": "%s", "currency": "%s"}}""".formatted(
                                rechargeId.substring(rechargeId.length() - 8),
                                LocalDate.now(ZoneId.of("Asia/Riyadh")),
                                amount,
                                currency),
                "");
        require(asked, 202);
        require(maker.approve(asked), 403);
        Answer approved = checker.approve(asked);
        require(approved, 200);
        return approved.body();
    }

    /** A web shop whose customers come back to this origin, let in by two: its id and the secret of its client. */
    StoreClient store(EmbeddedDefault around, String origin) {
        JsonNode opened = granted(operator.post("stores", """
                {"name": "Cups and Saucers", "returnOrigins": ["%s"], "reason": "Sells to our customers", "caps": {
                 "requestsPerMinute": 600, "moneyPerMinute": 300, "amountMax": {"amount": "100.000", "currency": "KWD"},
                 "rescueMax": {"amount": "0.000", "currency": "KWD"}, "rescueDaily": {"amount": "0.000", "currency": "KWD"}}}
                """.formatted(origin), ""));
        String store = opened.path("storeId").asText();
        JsonNode key = granted(operator.post("stores/" + store + "/keys", """
                {"use": "client", "scopes": ["customer.link", "order.create", "order.view"], "overlapMinutes": 0, "validDays": 365,
                 "reason": "The shop's server"}""", ""));
        Answer issued =
                operator.post("stores/" + store + "/keys/" + key.path("keyId").asText() + "/issue", "{}", "");
        require(issued, 200);
        return new StoreClient(around.hubUrl(), store, issued.body().path("key").asText());
    }

    /** What came of it when somebody of finance agreed. */
    private JsonNode granted(Answer asked) {
        require(asked, 202);
        Answer approved = checker.approve(asked);
        require(approved, 200);
        return approved.body().path("result");
    }

    private static void require(boolean seen, boolean expected) {
        if (seen != expected) {
            throw new IllegalStateException(expected ? "a login was refused" : "a login without a role was let in");
        }
    }

    private static void require(Answer answer, int status) {
        if (answer.status() != status) {
            throw new IllegalStateException("expected " + status + ", saw " + answer.status() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        all.forEach(StaffMember::close);
    }
}
