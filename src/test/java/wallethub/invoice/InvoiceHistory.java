package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

/**
 * One customer's random months: credits, holds and freezes, invoices that the ERP issues, cancels, has paid at its
 * counter, words of it that come late, twice and out of order, payments that are under way, whose answers are lost,
 * that are refused, and processes that die. After each step nothing impossible is so; in the end, when everything has
 * arrived, both sides agree to the last fils.
 */
final class InvoiceHistory {

    private final InvoiceFixture hub;
    private final SplittableRandom random;
    private final CustomerRow customer;
    private final PaperInvoices erp;
    private final DeductionRules.Extent extent;
    private final List<MirrorInvoice> words = new ArrayList<>();
    private final Set<TransferId> refused = new HashSet<>();
    private final Set<TransferId> settledRefusals = new HashSet<>();
    private long credited;
    private boolean frozen;
    private Money held = new Money(0, InvoiceFixture.KWD);

    InvoiceHistory(InvoiceFixture hub, long seed, DeductionRules.Extent extent) {
        this.hub = hub;
        this.random = new SplittableRandom(seed);
        this.customer = hub.customer();
        this.erp = new PaperInvoices(customer, "s" + customer.id().text());
        this.extent = extent;
    }

    /** A deduction as the database has it. */
    private record Row(TransferId transfer, String externalId, long amount, boolean standing, boolean confirmed) {}

    void play(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            check();
        }
        finish();
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> credit();
            case 3, 4 -> erp.issue(1 + random.nextInt(5_000));
            case 5 -> any().ifPresent(sheet -> erp.cash(sheet, Math.min(sheet.open(), 1 + random.nextInt(3_000))));
            case 6 -> any().filter(sheet -> random.nextInt(3) == 0).ifPresent(erp::cancel);
            case 7 -> any().filter(sheet -> !sheet.isCancelled()).ifPresent(erp::undoCash);
            case 8 -> any().ifPresent(erp::touch);
            case 9, 10 -> any().ifPresent(sheet -> words.add(erp.word(sheet)));
            case 11, 12 -> tellOne();
            case 13, 14 -> hub.look(customer);
            case 15 -> hub.lookAndCrash(customer);
            case 16 -> payOne();
            case 17, 18 -> sendOne();
            case 19 -> trouble();
            default -> throw new IllegalStateException();
        }
    }

    private void credit() {
        long amount = 1L + random.nextInt(4_000);
        hub.post(customer, TransferKind.RECHARGE, new Money(amount, InvoiceFixture.KWD).amount());
        credited += amount;
    }

    private Optional<PaperInvoices.Sheet> any() {
        List<PaperInvoices.Sheet> all = erp.all();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(random.nextInt(all.size()))).filter(sheet -> !sheet.isCancelled());
    }

    /** Any of them, also an old one, and sometimes it comes again. */
    private void tellOne() {
        if (!words.isEmpty()) {
            int which = random.nextInt(words.size());
            hub.tell(words.get(which));
            if (random.nextBoolean()) {
                words.remove(which);
            }
        }
    }

    private void payOne() {
        List<Invoice> shown = hub.invoices.list(customer.id(), null, null, 100);
        if (!shown.isEmpty()) {
            Invoice invoice = shown.get(random.nextInt(shown.size()));
            PayInvoiceOutcome outcome = hub.pay(customer, invoice.id(), invoice.open());
            if (outcome instanceof PayInvoiceOutcome.Paid) {
                assertThat(frozen).as("a frozen wallet pays nothing").isFalse();
            } else {
                assertThat(outcome).isNotInstanceOf(PayInvoiceOutcome.Changed.class);
            }
        }
    }

    /**
     * The oldest that the ERP has not answered, as the lane would; now and then the answer is lost, and it comes
     * again.
     */
    private void sendOne() {
        List<TransferId> letters = refused.stream()
                .filter(transfer -> !settledRefusals.contains(transfer))
                .toList();
        if (!letters.isEmpty() && random.nextBoolean()) {
            settleRefusal(letters.getFirst());
            return;
        }
        rows().stream()
                .filter(row -> !row.confirmed() && !refused.contains(row.transfer()))
                .findFirst()
                .ifPresent(row -> send(row, random.nextInt(4) == 0));
    }

    private void send(Row row, boolean answerIsLost) {
        boolean accepted = erp.pay(row.transfer().text(), row.externalId(), row.amount());
        if (answerIsLost) {
            return;
        }
        if (accepted) {
            hub.confirm(row.transfer());
        } else {
            refused.add(row.transfer());
            hub.refuse(row.transfer(), "INVOICE_NOT_OPEN");
        }
    }

    private void settleRefusal(TransferId transfer) {
        hub.settleRefusal(transfer, "INVOICE_NOT_OPEN");
        if (random.nextInt(3) == 0) {
            hub.settleRefusal(transfer, "INVOICE_NOT_OPEN");
        }
        settledRefusals.add(transfer);
    }

    private void trouble() {
        Wallet wallet = hub.wallet(customer);
        if (frozen) {
            freeze(false);
        } else if (random.nextInt(3) == 0) {
            freeze(true);
        } else if (wallet.available().isPositive()) {
            Money part = new Money(1 + random.nextLong(wallet.available().minorUnits()), InvoiceFixture.KWD);
            hub.hold(customer, part.amount());
            held = held.plus(part);
        }
    }

    private void freeze(boolean on) {
        hub.inTransaction(() -> {
            if (on) {
                hub.ledger.freeze(customer.wallet());
            } else {
                hub.ledger.unfreeze(customer.wallet());
            }
            return on;
        });
        frozen = on;
    }

    private void check() {
        Wallet wallet = hub.wallet(customer);
        assertThat(wallet.available().isNegative()).as("never below the floor").isFalse();
        assertThat(wallet.held()).as("holds are never touched").isEqualTo(held);
        List<Row> rows = rows();
        long out = rows.stream().filter(Row::standing).mapToLong(Row::amount).sum();
        assertThat(wallet.balance().minorUnits())
                .as("what came in, less what was deducted")
                .isEqualTo(credited - out);
        for (PaperInvoices.Sheet sheet : erp.all()) {
            assertThat(sheet.open()).as("the ERP never books more than is open").isNotNegative();
            assertThat(standing(rows, sheet)).as("never above the total").isLessThanOrEqualTo(sheet.total);
        }
    }

    /** Everything that is under way arrives, whatever else happens because of it, and nothing new is begun outside. */
    private void finish() {
        freeze(false);
        for (int round = 0; round < 20; round++) {
            long before = rows().stream().filter(Row::standing).count() + rows().size() + settledRefusals.size();
            erp.all().forEach(sheet -> hub.tell(erp.word(sheet)));
            rows().stream()
                    .filter(row -> !row.confirmed() && !refused.contains(row.transfer()))
                    .forEach(row -> send(row, false));
            refused.stream()
                    .filter(transfer -> !settledRefusals.contains(transfer))
                    .toList()
                    .forEach(this::settleRefusal);
            erp.all().forEach(sheet -> hub.tell(erp.word(sheet)));
            hub.clock.advance(Duration.ofMinutes(11));
            hub.look(customer);
            check();
            if (before == rows().stream().filter(Row::standing).count() + rows().size() + settledRefusals.size()
                    && rows().stream().allMatch(row -> row.confirmed() || !row.standing())) {
                agree();
                return;
            }
        }
        throw new AssertionError("it does not come to rest");
    }

    private void agree() {
        List<Row> rows = rows();
        for (PaperInvoices.Sheet sheet : erp.all()) {
            if (sheet.isCancelled()) {
                assertThat(standing(rows, sheet))
                        .as("nothing is kept for a cancelled invoice")
                        .isZero();
            } else {
                assertThat(standing(rows, sheet))
                        .as("both sides have the same payments")
                        .isEqualTo(sheet.byWallet());
                Invoice shown = shown(sheet);
                assertThat(shown.open().minorUnits())
                        .as("what is to be paid of " + sheet.id)
                        .isEqualTo(sheet.open());
            }
        }
        Wallet wallet = hub.wallet(customer);
        assertThat(wallet.inFlight().minorUnits())
                .as("nothing of invoices is in flight")
                .isEqualTo(inFlightOfCredits());
        List<Payable> due = due();
        switch (extent) {
            case OFF -> {}
            case FULL ->
                assertThat(due.stream()
                                .findFirst()
                                .filter(first -> first.toPay().compareTo(wallet.available()) <= 0))
                        .as("the first that is due cannot be paid")
                        .isEmpty();
            case PARTIAL ->
                assertThat(due.isEmpty() || wallet.available().isZero())
                        .as("nothing is due, or nothing is left")
                        .isTrue();
        }
    }

    /** Recharges and reversals that the ERP was told of; this test settles payments only. */
    private long inFlightOfCredits() {
        return hub.jdbc
                .sql("""
                        select coalesce(sum(t.amount_minor), 0) from ledger_transfer t
                            join ledger_posting p on p.transfer_id = t.id
                        where t.wallet_id = :wallet and t.kind <> 'PAYMENT' and p.state = 'in_flight'
                        """)
                .param("wallet", customer.wallet().text())
                .query(Long.class)
                .single();
    }

    private List<Payable> due() {
        return hub.due(customer);
    }

    private Invoice shown(PaperInvoices.Sheet sheet) {
        InvoiceId id = hub.jdbc
                .sql("select id from invoice_mirror where external_id = :id")
                .param("id", sheet.id)
                .query((row, n) -> new InvoiceId(row.getString(1)))
                .single();
        return hub.shown(customer, id);
    }

    private static long standing(List<Row> rows, PaperInvoices.Sheet sheet) {
        return rows.stream()
                .filter(row -> row.standing() && row.externalId().equals(sheet.id))
                .mapToLong(Row::amount)
                .sum();
    }

    private List<Row> rows() {
        return hub.jdbc
                .sql("""
                        select d.transfer_id, m.external_id, d.amount_minor, d.reversal_id is null as standing,
                            d.confirmed_at is not null as confirmed
                        from invoice_deduction d join invoice_mirror m on m.id = d.invoice_id
                        where d.wallet_id = :wallet order by d.transfer_id
                        """)
                .param("wallet", customer.wallet().text())
                .query((row, n) -> new Row(
                        new TransferId(row.getString(1)),
                        row.getString(2),
                        row.getLong(3),
                        row.getBoolean(4),
                        row.getBoolean(5)))
                .list();
    }
}
