package wallethub.certify;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wallethub.certify.Expected.End;
import wallethub.certify.Expected.Refusal;
import wallethub.embedded.TrytonServer;

/** A running Tryton behind the connector {@code tryton}; looked at in its own database. */
final class TrytonSide implements ErpSide {

    private static final Duration RETRY = Duration.ofMillis(1_500);

    private static final Set<String> READ = Set.of("search", "search_read", "search_count", "read", "login");

    private final TrytonServer tryton;
    private final Duration fence;

    TrytonSide(TrytonServer tryton, Duration fence) {
        this.tryton = tryton;
        this.fence = fence;
    }

    @Override
    public String system() {
        return "Tryton 6.0";
    }

    @Override
    public URI url() {
        return URI.create(tryton.url);
    }

    @Override
    public Map<String, String> environment(URI proxy) {
        Map<String, String> environment = new HashMap<>(tryton.environment());
        environment.put("HUB_ERP_URL", proxy.toString());
        return environment;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(4);
    }

    @Override
    public boolean createsEntry(Passage passage, String words) {
        return calls(passage, "model.account.move.create") && passage.body().contains(words);
    }

    @Override
    public boolean createsCustomer(Passage passage, String externalId) {
        return calls(passage, "model.party.party.create") && passage.body().contains(externalId);
    }

    private static boolean calls(Passage passage, String method) {
        return passage.body().contains('"' + method + '"');
    }

    @Override
    public boolean writes(Passage passage) {
        return READ.stream().noneMatch(method -> passage.body().contains('.' + method + '"'));
    }

    @Override
    public int documents(String reference) {
        return count(reference, "true");
    }

    @Override
    public int drafts(String reference) {
        return count(reference, "state = 'draft'");
    }

    private int count(String reference, String condition) {
        return tryton.database
                .sql("""
                        select (select count(*) from account_move where description = :reference and
                        """ + condition + ") + (select count(*) from account_invoice where reference = :reference and "
                        + condition + ")")
                .param("reference", reference)
                .query(Integer.class)
                .single();
    }

    @Override
    public List<Booked> booked(String externalId) {
        return tryton.database
                .sql("""
                        select m.description as reference, sum(l.credit - l.debit) as amount, m.state = 'posted' as posted,
                          coalesce(m.number, '') as number
                        from account_move m join account_move_line l on l.move = m.id join party_party p on p.id = l.party
                        where p.code = :customer
                        group by m.id order by length(m.post_number) nulls last, m.post_number, m.id
                        """)
                .param("customer", externalId)
                .query(Booked.class)
                .list();
    }

    @Override
    public int customers(String externalId) {
        return tryton.database
                .sql("select count(*) from party_party where code = :customer")
                .param("customer", externalId)
                .query(Integer.class)
                .single();
    }

    @Override
    public List<Refusal> entryRefusals() {
        return List.of(
                http(400, Expected.after("unknown", fence)),
                http(401, Expected.after("retry", RETRY)),
                http(403, Expected.after("outage", RETRY)),
                http(404, Expected.after("outage", RETRY)),
                error("UserError", "[\"refused\",\"\"]", Expected.ends(End.SKIPPED)),
                error("UserWarning", "[\"warning\",\"really?\",\"\"]", Expected.ends(End.HELD)),
                error("ConcurrencyException", "[\"somebody else\"]", Expected.after("retry", RETRY)),
                error("psycopg2.OperationalError", "\"the line broke\"", Expected.after("unknown", fence)),
                http(500, Expected.after("unknown", fence)),
                http(502, Expected.after("unknown", fence)));
    }

    @Override
    public List<Refusal> customerRefusals() {
        return List.of(
                http(403, Expected.after("outage", RETRY)),
                error("UserError", "[\"refused\",\"\"]", Expected.ends(End.PARKED)),
                error("ConcurrencyException", "[\"somebody else\"]", Expected.after("retry", RETRY)),
                http(500, Expected.after("unknown", RETRY)));
    }

    @Override
    public Expected malformedCustomer() {
        return Expected.after("unknown", fence);
    }

    private static Refusal http(int status, Expected expected) {
        return new Refusal(status + "", Trouble.answer(status, "{}"), expected);
    }

    private static Refusal error(String name, String arguments, Expected expected) {
        return new Refusal(
                "200 " + name,
                Trouble.answer(200, "{\"id\":1,\"error\":[\"" + name + "\"," + arguments + "]}"),
                expected);
    }

    @Override
    public boolean takesBatches() {
        return true;
    }

    /** One process of Python. */
    @Override
    public int rowsAtOnce() {
        return 6;
    }

    @Override
    public boolean refusesSecondCreate() {
        return false;
    }

    @Override
    public void halfFinish(FaultProxy proxy, String words) {
        proxy.when(passage -> calls(passage, "model.account.move.post"), 1, new Trouble.ResetBefore());
    }

    @Override
    public boolean hasSessions() {
        return true;
    }

    @Override
    public void endSessions() {
        if (tryton.database.sql("delete from ir_session").update() == 0) {
            throw new IllegalStateException("there was no session to end");
        }
    }

    @Override
    public void close() {
        tryton.close();
    }
}
