package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** What a person books in a running Tryton, by calls that no operation of the connector makes. */
public final class TrytonAccountant {

    private static final JsonMapper JSON = new JsonMapper();

    private final TrytonServer tryton;
    private final CamelContext camel;

    /** @param camel with the connector's routes, whose session the calls go through */
    public TrytonAccountant(TrytonServer tryton, CamelContext camel) {
        this.tryton = tryton;
        this.camel = camel;
    }

    /** A draft of two lines, for the customer where the account wants one. */
    public long draft(String customer, String description, String debit, String credit, String amount) {
        return draft(customer, description, debit, credit, amount, "");
    }

    /** @param origin of the move, empty for none */
    public long draft(String customer, String description, String debit, String credit, String amount, String origin) {
        String values = """
                [[{"company":1,"journal":%d,"period":%d,"date":%s,"description":"%s","origin":%s,"lines":[["create",[
                   {"account":%d,"debit":%s,"credit":%s%s},{"account":%d,"debit":%s,"credit":%s%s}]]]}]]
                """.formatted(
                        id("account_journal", "code = 'WALLET'"),
                        id("account_period", "start_date <= current_date and end_date >= current_date"),
                        date(today()),
                        description,
                        origin.isEmpty() ? "null" : "\"" + origin + "\"",
                        account(debit),
                        decimal(amount),
                        decimal("0"),
                        party(customer, debit),
                        account(credit),
                        decimal("0"),
                        decimal(amount),
                        party(customer, credit));
        return created(call("model.account.move.create", values));
    }

    @CanIgnoreReturnValue
    public long post(long move) {
        call("model.account.move.post", "[[" + move + "]]");
        return move;
    }

    private String party(String customer, String account) {
        return account.equals("2301") || account.equals("1201")
                ? ",\"party\":" + id("party_party", "code = '" + customer + "'")
                : "";
    }

    public long account(String code) {
        return id("account_account", "code = '" + code + "'");
    }

    /** The first of its table that fits. */
    public long id(String table, String condition) {
        return tryton.database
                .sql("select min(id) from " + table + " where " + condition)
                .query(Long.class)
                .single();
    }

    public static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String date(LocalDate day) {
        return "{\"__class__\":\"date\",\"year\":%d,\"month\":%d,\"day\":%d}"
                .formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    }

    /** As its JSON-RPC has exact numbers. */
    public static String decimal(String amount) {
        return "{\"__class__\":\"Decimal\",\"decimal\":\"" + amount + "\"}";
    }

    /** A call by JSON-RPC that writes. */
    @CanIgnoreReturnValue
    public String call(String method, String parameters) {
        Exchange exchange = camel.getEndpoint("direct:tryton.enter").createExchange(ExchangePattern.InOut);
        exchange.setProperty("method", method);
        exchange.setProperty("effect", "write");
        exchange.getMessage().setBody(parameters);
        Exchange answered = camel.createProducerTemplate().send("direct:tryton.enter", exchange);
        String text = answered.getMessage().getBody(String.class);
        assertThat(answered.getException()).as(text).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class))
                .as(text)
                .isEqualTo(200);
        return text;
    }

    private static long created(String answer) {
        try {
            return JSON.readTree(answer).path(0).asLong();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer, e);
        }
    }
}
