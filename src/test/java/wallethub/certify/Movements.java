package wallethub.certify;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.PortalClient;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;

/** Customers and recharges as they come about in a running hub, and what its database says became of them. */
final class Movements implements AutoCloseable {

    private static final String CURRENCY = "KWD";
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A customer whom the CRM told of, with a wallet. */
    record Person(String externalId, String wallet, PortalClient portal) {}

    /** A checkout that waits for its money. */
    record Recharge(Person person, String reference, String session, BigDecimal amount) {}

    /**
     * A delivery to the ERP.
     *
     * @param attempts the outcomes that did not end it, in their order
     */
    record Delivery(
            String kind,
            String body,
            String state,
            @Nullable String code,
            @Nullable String number,
            List<String> attempts) {}

    /** A transfer of a wallet, in the order of its entries. */
    record Transfer(String id, BigDecimal amount, @Nullable String number) {}

    private final EmbeddedDefault around;
    private final SingleConnectionDataSource database;
    private final String prefix = "CERT-" + Long.toString(System.nanoTime() & 0xffff_ffffL, 36) + "-";
    private final AtomicInteger count = new AtomicInteger();

    Movements(EmbeddedDefault around) {
        this.around = around;
        try {
            // One for all who look: they look often, and a connection costs more than a look.
            database = new SingleConnectionDataSource(around.postgres().connect(around.database()), true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String nextExternalId() {
        return prefix + count.incrementAndGet() + "-";
    }

    Person person() {
        return person(nextExternalId());
    }

    Person person(String externalId) {
        String number = externalId.split("-", -1)[2];
        String mobile = "+9655%07d".formatted(Integer.parseInt(number));
        around.crm()
                .save(externalId, "Customer " + number, mobile, "en", CURRENCY, Sending.ONCE)
                .join();
        String wallet = await(externalId + " is mirrored")
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> wallet(externalId), found -> !found.isEmpty())
                .getFirst();
        return new Person(externalId, wallet, new PortalClient(around, mobile));
    }

    private List<String> wallet(String externalId) {
        return sql(jdbc -> jdbc.sql("select wallet_id from customer_mirror where external_id = :id")
                .param("id", externalId)
                .query(String.class)
                .list());
    }

    Recharge recharge(Person person, String amount) {
        PortalClient.Answer created = person.portal().createRecharge(amount, CURRENCY);
        if (created.status() != 201) {
            throw new IllegalStateException("no checkout: " + created);
        }
        String reference = created.body().path("reference").asText();
        JsonNode session = around.stripe().sessionsFor(reference).getFirst();
        return new Recharge(person, reference, session.path("id").asText(), new BigDecimal(amount));
    }

    /** The money comes; returns when the wallet has it. */
    void pay(Recharge recharge) {
        around.stripe().pay(recharge.session(), Payment.FULL, Sending.ONCE);
        await("the credit of " + recharge.reference())
                .atMost(PATIENCE)
                .pollInterval(LOOK_EVERY)
                .until(() -> deliveries(recharge.person()).stream()
                        .anyMatch(delivery -> delivery.body().contains(recharge.reference())));
    }

    /** To the ERP, of the wallet, in the order in which they came about. */
    List<Delivery> deliveries(Person person) {
        return sql(jdbc -> jdbc.sql("""
                        select d.kind, convert_from(e.body, 'utf8') as body, d.state, d.code, d.foreign_number as number,
                          array(select a.outcome from lane_attempt a where a.event_id = d.delivery_id
                            and a.target = (select id from lane_target where name = 'erp') order by a.at) as attempts
                        from lane_v_delivery d join lane_event e on e.id = d.delivery_id
                        where d.lane = 'erp' and d.key = :wallet order by d.delivery_id
                        """)
                .param("wallet", person.wallet())
                .query((row, number) -> new Delivery(
                        row.getString("kind"),
                        row.getString("body"),
                        row.getString("state"),
                        row.getString("code"),
                        row.getString("number"),
                        List.of((String[]) row.getArray("attempts").getArray())))
                .list());
    }

    List<Transfer> transfers(Person person) {
        return sql(jdbc -> jdbc.sql("""
                        select transfer_id as id, amount_minor / 1000.0 as amount, erp_number as number
                        from ledger_v_transfer where wallet_id = :wallet order by entry_number
                        """)
                .param("wallet", person.wallet())
                .query(Transfer.class)
                .list());
    }

    String target() {
        return sql(jdbc -> jdbc.sql("select state from lane_v_target where lane = 'erp'")
                .query(String.class)
                .single());
    }

    private synchronized <T> T sql(Function<JdbcClient, T> question) {
        return question.apply(JdbcClient.create(database));
    }

    @Override
    public void close() {
        database.destroy();
    }
}
