package wallethub.certify;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import wallethub.certify.Expected.End;
import wallethub.certify.Expected.Refusal;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpInvoice;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.Fault;

/** The stand-in behind the connector {@code rest}. */
final class RestSide implements ErpSide {

    private static final String LIABILITY = "2301";
    private static final Duration RETRY = Duration.ofMillis(1_500);

    private final ErpStandIn erp;

    RestSide(ErpStandIn erp) {
        this.erp = erp;
    }

    @Override
    public String system() {
        return "stand-in";
    }

    @Override
    public URI url() {
        return erp.url();
    }

    @Override
    public Map<String, String> environment(URI proxy) {
        return Map.of("HUB_ERP_CONNECTOR", "rest", "HUB_ERP_URL", proxy.toString());
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(10);
    }

    @Override
    public boolean createsEntry(Passage passage, String words) {
        return passage.method().equals("POST")
                && passage.target().equals("/entries")
                && passage.body().contains(words);
    }

    @Override
    public boolean createsCustomer(Passage passage, String externalId) {
        return passage.method().equals("PUT") && passage.target().equals("/customers/" + externalId);
    }

    @Override
    public boolean writes(Passage passage) {
        return !passage.method().equals("GET");
    }

    @Override
    public int documents(String reference) {
        return erp.entries(reference).size()
                + Math.toIntExact(invoices(reference).count());
    }

    @Override
    public int drafts(String reference) {
        long entries = erp.entries(reference).stream()
                .filter(entry -> !entry.isPosted())
                .count();
        return Math.toIntExact(entries
                + invoices(reference)
                        .filter(invoice -> invoice.state().equals("draft"))
                        .count());
    }

    private Stream<ErpInvoice> invoices(String reference) {
        return erp.invoices().stream().filter(invoice -> invoice.reference().equals(reference));
    }

    @Override
    public List<Booked> booked(String externalId) {
        return erp.entriesOf(externalId).stream()
                .map(RestSide::booked)
                .sorted(Comparator.comparing(Booked::number))
                .toList();
    }

    private static Booked booked(ErpEntry entry) {
        BigDecimal gained = entry.creditOn(LIABILITY);
        String number = entry.number();
        return new Booked(entry.reference(), gained, entry.isPosted(), number == null ? "" : number);
    }

    @Override
    public int customers(String externalId) {
        return erp.knows(externalId) ? 1 : 0;
    }

    @Override
    public List<Refusal> entryRefusals() {
        return List.of(
                refusal(400, "BAD_REQUEST", Expected.ends(End.PARKED)),
                refusal(401, "UNAUTHORISED", Expected.after("outage", RETRY)),
                refusal(403, "FORBIDDEN", Expected.after("outage", RETRY)),
                refusal(404, "NO_SUCH_RESOURCE", Expected.ends(End.PARKED)),
                refusal(408, "TIMEOUT", Expected.after("retry", RETRY)),
                refusal(409, "REFERENCE_CONFLICT", Expected.ends(End.PARKED)),
                refusal(422, "CUSTOMER_UNKNOWN", Expected.after("retry", RETRY)),
                refusal(422, "ENTRY_REFUSED", Expected.ends(End.SKIPPED)),
                refusal(423, "PERIOD_CLOSED", Expected.ends(End.HELD)),
                refusal(500, "INTERNAL", Expected.after("retry", RETRY)),
                refusal(502, "BAD_GATEWAY", Expected.after("outage", RETRY)),
                refusal(504, "GATEWAY_TIMEOUT", Expected.after("retry", RETRY)));
    }

    @Override
    public List<Refusal> customerRefusals() {
        return List.of(
                refusal(400, "BAD_REQUEST", Expected.ends(End.PARKED)),
                refusal(401, "UNAUTHORISED", Expected.after("outage", RETRY)),
                refusal(409, "CUSTOMER_CONFLICT", Expected.ends(End.PARKED)),
                refusal(422, "CUSTOMER_REFUSED", Expected.ends(End.PARKED)),
                refusal(500, "INTERNAL", Expected.after("retry", RETRY)));
    }

    @Override
    public Expected malformedCustomer() {
        return Expected.after("retry", RETRY);
    }

    private static Refusal refusal(int status, String code, Expected expected) {
        return new Refusal(
                status + " " + code,
                Trouble.answer(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"certification\"}}"),
                expected);
    }

    @Override
    public boolean takesBatches() {
        return false;
    }

    @Override
    public int rowsAtOnce() {
        return 20;
    }

    @Override
    public boolean refusesSecondCreate() {
        return true;
    }

    @Override
    public void halfFinish(FaultProxy proxy, String words) {
        erp.fault(Fault.of(Fault.Mode.DRAFT_THEN_RESET).only(Fault.Scope.WRITES).times(1));
    }

    @Override
    public boolean hasSessions() {
        return false;
    }

    @Override
    public void endSessions() {
        throw new IllegalStateException("it has none");
    }

    @Override
    public void close() {
        erp.heal();
    }
}
