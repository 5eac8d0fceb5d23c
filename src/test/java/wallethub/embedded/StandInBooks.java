package wallethub.embedded;

import java.math.BigDecimal;
import java.util.List;
import wallethub.embedded.standin.ErpEntry;
import wallethub.embedded.standin.ErpStandIn;
import wallethub.embedded.standin.Fault;

/** The books of the ERP stand-in. */
record StandInBooks(ErpStandIn erp) implements ErpBooks {

    private static final String LIABILITY = "2301";

    @Override
    public List<Booked> posted(String customer) {
        return erp.entriesOf(customer).stream()
                .filter(ErpEntry::isPosted)
                .map(entry -> new Booked(entry.number(), amount(entry)))
                .toList();
    }

    private static BigDecimal amount(ErpEntry entry) {
        return entry.creditOn(LIABILITY);
    }

    @Override
    public int documents() {
        return erp.entries().size();
    }

    @Override
    public void correct(String customer, BigDecimal amount) {
        erp.book(customer, amount, "KWD", "Correction");
    }

    @Override
    public String invoice(String customer, BigDecimal total) {
        return erp.invoice(customer, total, "KWD", "Internet").number();
    }

    @Override
    public boolean isPaid(String invoice) {
        return erp.invoices().stream()
                .anyMatch(one -> one.number().equals(invoice) && one.state().equals("paid"));
    }

    @Override
    public void switchOff() {
        erp.fault(Fault.Mode.DOWN);
    }

    @Override
    public void switchOn() {
        erp.heal();
    }
}
