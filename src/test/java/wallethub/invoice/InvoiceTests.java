package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

class InvoiceTests {

    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Instant CHANGE = Instant.parse("2026-03-01T09:00:00.123456Z");

    private final InvoiceFixture hub = new InvoiceFixture();
    private final JdbcClient jdbc = hub.jdbc;
    private final InvoiceStore store = hub.invoices;
    private final CustomerRow ann = hub.customer();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    @Test
    void anInvoiceIsMirroredForItsCustomer() {
        InvoiceId id = mirrored(apply(told("1", "open", "30.000", "12.500", 0)));

        assertThat(store.find(id, ann.id()))
                .contains(new Invoice(
                        id,
                        "INV/1",
                        "open",
                        LocalDate.parse("2026-03-01"),
                        LocalDate.parse("2026-03-31"),
                        dinars("30.000"),
                        dinars("12.500"),
                        "Visit",
                        "https://erp.example/i/1.pdf?n=INV%2F1"));
        assertThat(store.find(id, CustomerId.next())).isEmpty();
    }

    /** Scenario 38: the last change wins, whichever comes first. */
    @Test
    void anOlderChangeAfterANewerChangesNothing() {
        InvoiceId id = mirrored(apply(told("1", "paid", "30.000", "0.000", 60)));

        assertThat(apply(told("1", "open", "30.000", "30.000", 0)))
                .isEqualTo(new MirrorOutcome.OldVersion(CHANGE.plusSeconds(60)));
        assertThat(apply(told("1", "open", "30.000", "30.000", 60)))
                .isEqualTo(new MirrorOutcome.OldVersion(CHANGE.plusSeconds(60)));

        assertThat(states()).containsExactly("paid");
        assertThat(mirrored(apply(told("1", "cancelled", "30.000", "0.000", 61))))
                .isEqualTo(id);
        assertThat(states()).containsExactly("cancelled");
    }

    @Test
    void aCustomerThatHasNotArrivedIsWaitedFor() {
        assertThat(apply(told("C-of-tomorrow", "1", "open", "1.000", "1.000", 0)))
                .isEqualTo(new MirrorOutcome.CustomerUnknown());

        assertThat(jdbc.sql("select count(*) from invoice_mirror")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theListIsOfTheLatestDayFirstAndGoesOnBehindAnInvoice() {
        for (int day = 1; day <= 5; day++) {
            apply(new MirrorInvoice(
                    "rest",
                    "i" + day,
                    "",
                    "",
                    ann.externalId(),
                    day % 2 == 0 ? "paid" : "open",
                    LocalDate.of(2026, 3, day),
                    null,
                    dinars("1.000"),
                    day % 2 == 0 ? dinars("0.000") : dinars("1.000"),
                    "",
                    CHANGE));
        }
        List<Invoice> first = store.list(ann.id(), null, null, 2);
        Invoice last = first.getLast();

        assertThat(first)
                .extracting(Invoice::issueDate)
                .containsExactly(LocalDate.of(2026, 3, 5), LocalDate.of(2026, 3, 4));
        assertThat(store.list(ann.id(), null, new InvoiceStore.Position(last.issueDate(), last.id()), 10))
                .extracting(Invoice::issueDate)
                .containsExactly(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 1));
        assertThat(store.list(ann.id(), InvoiceState.PAID, null, 10)).hasSize(2);
        assertThat(store.count(ann.id(), InvoiceState.OPEN)).isEqualTo(3);
        assertThat(store.list(CustomerId.next(), null, null, 10)).isEmpty();
    }

    @Test
    void whatIsNotOpenHasNoOpenAmount() {
        assertThatThrownBy(() -> told("1", "paid", "30.000", "1.000", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("1", "draft", "30.000", "0.000", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextIsOneLineOfBoundedLength() {
        MirrorInvoice told = new MirrorInvoice(
                "rest",
                "1",
                " INV\n1 ",
                "",
                "C-1",
                "open",
                LocalDate.EPOCH,
                null,
                dinars("1.000"),
                dinars("1.000"),
                "a\tb\n" + "😀".repeat(600),
                CHANGE);

        assertThat(told.number()).isEqualTo("INV 1");
        assertThat(told.text()).startsWith("a b ").endsWith("😀");
        assertThat(told.text().codePointCount(0, told.text().length())).isEqualTo(500);
    }

    private MirrorOutcome apply(MirrorInvoice told) {
        return hub.tell(told);
    }

    private static InvoiceId mirrored(MirrorOutcome outcome) {
        assertThat(outcome).isInstanceOf(MirrorOutcome.Mirrored.class);
        return ((MirrorOutcome.Mirrored) outcome).invoice();
    }

    private List<String> states() {
        return jdbc.sql("select state from invoice_mirror order by id")
                .query(String.class)
                .list();
    }

    private MirrorInvoice told(String id, String state, String total, String open, int seconds) {
        return told(ann.externalId(), id, state, total, open, seconds);
    }

    private static MirrorInvoice told(
            String customer, String id, String state, String total, String open, int seconds) {
        return new MirrorInvoice(
                "rest",
                id,
                "INV/" + id,
                "",
                customer,
                state,
                LocalDate.parse("2026-03-01"),
                LocalDate.parse("2026-03-31"),
                dinars(total),
                dinars(open),
                "Visit",
                CHANGE.plusSeconds(seconds));
    }

    private static Money dinars(String amount) {
        return Money.parse(amount, KWD);
    }
}
