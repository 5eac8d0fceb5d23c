package wallethub.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import wallethub.testing.Tokens;

/** Customers who pay one seeded invoice each time, of the least amount there is: token, key and body as a portal sends them. */
final class Payments implements Load.Requests {

    private static final byte[] BODY = "{\"amount\":{\"amount\":\"0.001\",\"currency\":\"KWD\"}}".getBytes(UTF_8);

    private final byte[][] tokens;
    private final String host;
    private final String run;

    /** @param run makes the keys of this run its own */
    Payments(int port, Tokens tokens, int customers, String run) {
        this.tokens = new byte[customers][];
        for (int i = 0; i < customers; i++) {
            this.tokens[i] = tokens.of(SeededRows.customer(1 + i)).getBytes(UTF_8);
        }
        this.host = "127.0.0.1:" + port;
        this.run = run;
    }

    /** Invoices with these numbers, open, due and of a minor unit each; number n belongs to customer 1 + n mod customers. */
    static void seed(Connection database, long first, long count, int customers) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("""
                    insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date, due_date,
                        total_minor, open_minor, currency, text, changed_at, mirrored_at)
                    select 'inv_' || lpad(n::text, 26, '0'), 'cus_' || lpad((1 + n %% %3$d)::text, 26, '0'), 'rest', 'bench-' || n,
                        'BENCH/' || n, '', 'open', current_date, current_date, 1, 1, 'KWD', '', now(), now()
                    from generate_series(%1$d, %2$d) n
                    """.formatted(first, first + count - 1, customers));
            statement.execute("vacuum (analyze) invoice_mirror");
        }
    }

    @Override
    public byte[] request(long number) {
        byte[] token = tokens[(int) (number % tokens.length)];
        byte[] head = ("POST /api/customer/v1/invoices/inv_%026d/pay HTTP/1.1\r\nHost: ".formatted(number) + host
                        + "\r\nContent-Type: application/json\r\nIdempotency-Key: bench-payment-" + run + "-" + number
                        + "\r\nContent-Length: " + BODY.length + "\r\nAuthorization: Bearer ")
                .getBytes(UTF_8);
        byte[] end = "\r\n\r\n".getBytes(UTF_8);
        byte[] request = new byte[head.length + token.length + end.length + BODY.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(token, 0, request, head.length, token.length);
        System.arraycopy(end, 0, request, head.length + token.length, end.length);
        System.arraycopy(BODY, 0, request, head.length + token.length + end.length, BODY.length);
        return request;
    }
}
