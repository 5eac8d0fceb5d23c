package wallethub.books;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.books.BooksFixture.dinars;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.id.TransferId;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.testing.CustomerRow;

class ImportErpEntryTests {

    private static final Instant CHANGE = Instant.parse("2026-02-28T09:00:00.123456Z");

    private final BooksFixture fixture = new BooksFixture();
    private final CustomerRow ann = fixture.customer();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatWasBornInTheErpBecomesOneTransferThatIsNeverSentBack() {
        ImportOutcome outcome = fixture.apply(line("7", "", ann, "2.500"));

        assertThat(outcome).isInstanceOfSatisfying(ImportOutcome.Imported.class, imported -> {
            assertThat(imported.event().amount()).isEqualTo(dinars("2.500"));
            assertThat(imported.event().balanceAfter()).isEqualTo(dinars("2.500"));
            assertThat(imported.event().walletId()).isEqualTo(ann.wallet());
            assertThat(imported.event().erpNumber()).isEqualTo("MISC/7");
            // The day's beginning where the books are kept.
            assertThat(imported.event().occurredAt()).isEqualTo(Instant.parse("2026-02-27T21:00:00Z"));
        });
        assertThat(fixture.wallet(ann)).satisfies(wallet -> {
            assertThat(wallet.balance()).isEqualTo(dinars("2.500"));
            assertThat(wallet.erpConfirmed()).isEqualTo(dinars("2.500"));
            assertThat(wallet.inFlight().isZero()).isTrue();
        });
        assertThat(numbers()).containsExactly("MISC/7");
        assertThat(lanes("erp")).isZero();
    }

    @Test
    void theSameLineAgainMovesNothing() {
        fixture.apply(line("7", "", ann, "2.500"));

        assertThat(fixture.apply(line("7", "", ann, "2.500"))).isEqualTo(new ImportOutcome.KnownAlready());
        assertThat(fixture.apply(changed("7", "", ann.externalId(), dinars("2.500"), 60)))
                .isEqualTo(new ImportOutcome.Unchanged());

        assertThat(fixture.wallet(ann).lastEntryNumber()).isOne();
        assertThat(fixture.findings()).isEmpty();
    }

    @Test
    void aDebitPassesTheFloorAndTheFreeze() {
        fixture.transaction.executeWithoutResult(status -> fixture.ledger.freeze(ann.wallet()));

        fixture.apply(line("7", "", ann, "-4.000"));

        assertThat(fixture.wallet(ann)).satisfies(wallet -> {
            assertThat(wallet.balance()).isEqualTo(dinars("-4.000"));
            assertThat(wallet.inDebt()).isTrue();
        });
    }

    @Test
    void linesOfTwoErpsWithOneIdAreTwo() {
        fixture.apply(line("7", "", ann, "1.000"));
        fixture.apply(new ImportErpEntry(
                "tryton", "7", "d", "", "", ann.externalId(), dinars("2.000"), LocalDate.EPOCH, CHANGE));

        assertThat(fixture.wallet(ann).balance()).isEqualTo(dinars("3.000"));
    }

    @Test
    void whatCarriesATransferOfOursIsOnlyNoted() {
        TransferId ours = TransferId.next();
        fixture.transaction.executeWithoutResult(status -> fixture.ledger.post(new Transfer(
                ours, TransferKind.RECHARGE, ann.wallet(), dinars("5.000"), "clearing:stripe:main", "k", CHANGE)));

        assertThat(fixture.apply(line("7", ours.text(), ann, "5.000"))).isEqualTo(new ImportOutcome.Noted(ours));

        assertThat(fixture.wallet(ann).lastEntryNumber()).isOne();
        assertThat(fixture.wallet(ann).inFlight()).isEqualTo(dinars("5.000"));
        assertThat(fixture.jdbc
                        .sql("select origin || ' ' || transfer_id from books_v_entry")
                        .query(String.class)
                        .single())
                .isEqualTo("hub " + ours);
    }

    @Test
    void aReferenceThatWeNeverGaveIsAFindingAndNoMoney() {
        assertThat(fixture.apply(line("7", TransferId.next().text(), ann, "5.000")))
                .isEqualTo(new ImportOutcome.UnknownReference());
        assertThat(fixture.apply(line("8", "rch_01JD0000000000000000000001", ann, "5.000")))
                .isEqualTo(new ImportOutcome.UnknownReference());

        assertThat(fixture.findings()).containsExactly("unknown_reference 7", "unknown_reference 8");
        assertThat(fixture.wallet(ann).lastEntryNumber()).isZero();
    }

    @Test
    void anAccountantsOwnWordsAreNoReferenceOfOurs() {
        assertThat(fixture.apply(line("7", "goodwill, see mail", ann, "1.000")))
                .isInstanceOf(ImportOutcome.Imported.class);
    }

    @Test
    void aLineThatChangedItsMoneyIsAFindingAndIsNotApplied() {
        CustomerRow bob = fixture.customer();
        fixture.apply(line("7", "", ann, "2.500"));

        assertThat(fixture.apply(changed("7", "", ann.externalId(), dinars("25.000"), 60)))
                .isEqualTo(new ImportOutcome.Changed());
        assertThat(fixture.apply(changed("7", "", bob.externalId(), dinars("2.500"), 120)))
                .isEqualTo(new ImportOutcome.Changed());

        assertThat(fixture.findings()).containsExactly("changed 7", "changed 7");
        assertThat(fixture.wallet(ann).balance()).isEqualTo(dinars("2.500"));
        assertThat(fixture.wallet(bob).balance().isZero()).isTrue();
    }

    @Test
    void aCustomerThatHasNotArrivedIsWaitedFor() {
        ImportErpEntry told = changed("7", "", "C-of-tomorrow", dinars("2.500"), 0);

        assertThat(fixture.apply(told)).isEqualTo(new ImportOutcome.CustomerUnknown());
        assertThat(settled(new ImportOutcome.CustomerUnknown()).outcome()).isEqualTo(Outcome.RETRY);

        assertThat(fixture.jdbc
                        .sql("select count(*) from books_entry")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anotherCurrencyThanTheWalletsIsForAPerson() {
        Money dollars = Money.parse("2.50", Currency.getInstance("USD"));

        ImportOutcome outcome = fixture.apply(changed("7", "", ann.externalId(), dollars, 0));

        assertThat(outcome).isEqualTo(new ImportOutcome.CurrencyMismatch("KWD"));
        assertThat(settled(outcome).outcome()).isEqualTo(Outcome.FATAL);
        assertThat(fixture.wallet(ann).lastEntryNumber()).isZero();
    }

    @Test
    void moneyOfNobodyIsForAPerson() {
        ImportOutcome outcome = fixture.apply(changed("7", "", "", dinars("2.500"), 0));

        assertThat(outcome).isEqualTo(new ImportOutcome.NoCustomer());
        assertThat(settled(outcome).outcome()).isEqualTo(Outcome.FATAL);
    }

    @Test
    void aLineOfNothingMovesNothing() {
        assertThat(fixture.apply(line("7", "", ann, "0.000"))).isEqualTo(new ImportOutcome.MovesNothing());

        assertThat(fixture.wallet(ann).lastEntryNumber()).isZero();
    }

    private Answer.Settled settled(ImportOutcome outcome) {
        return (Answer.Settled) fixture.handler.answer(outcome);
    }

    private static ImportErpEntry line(String id, String reference, CustomerRow customer, String amount) {
        return changed(id, reference, customer.externalId(), dinars(amount), 0);
    }

    private static ImportErpEntry changed(String id, String reference, String customer, Money amount, int seconds) {
        return new ImportErpEntry(
                "rest",
                id,
                "d-" + id,
                "MISC/" + id,
                reference,
                customer,
                amount,
                LocalDate.parse("2026-02-28"),
                CHANGE.plusSeconds(seconds));
    }

    private java.util.List<String> numbers() {
        return fixture.jdbc
                .sql("select erp_number from ledger_v_wallet_entry order by entry_number")
                .query(String.class)
                .list();
    }

    private long lanes(String lane) {
        return fixture.jdbc
                .sql("select count(*) from lane_v_delivery where lane = :lane")
                .param("lane", lane)
                .query(Long.class)
                .single();
    }
}
