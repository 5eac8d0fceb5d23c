package wallethub.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.reconciliation.ReconciliationFixture.KWD;
import static wallethub.reconciliation.ReconciliationFixture.found;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Outcome;
import wallethub.money.Money;

/**
 * Random histories of both sides, with faults put in between: each fault is found with its cause, and nothing else is. The
 * seed is the test's argument; what fails once fails again.
 */
class ReconciliationPropertyTests {

    private static final int STEPS = 120;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 20261122})
    void eachFaultIsFoundWithItsCauseAndNothingElse(long seed) {
        try (History history = new History(new Random(seed))) {
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            RunReport report = history.fixture.run();
            assertThat(found(report)).containsExactlyInAnyOrderElementsOf(history.expected);
            assertThat(report.unexplained()).isZero();
            assertThat(report.totals())
                    .allSatisfy(total -> assertThat(total.unexplained()).isEqualTo("0.000"));
            assertThat(found(history.fixture.run()))
                    .as("a second run")
                    .containsExactlyInAnyOrderElementsOf(history.expected);
        }
    }

    /** What happens, and what a run must say of it. */
    private static final class History implements AutoCloseable {

        final ReconciliationFixture fixture = new ReconciliationFixture();
        final List<String> expected = new ArrayList<>();
        private final Random random;
        private final List<WalletId> wallets = new ArrayList<>();

        History(Random random) {
            this.random = random;
            for (int i = 0; i < 4; i++) {
                WalletId wallet = fixture.wallet();
                wallets.add(wallet);
                // So that no payment is refused for want of money.
                fixture.booked(wallet, 1_000_000);
            }
        }

        void step() {
            WalletId wallet = wallets.get(random.nextInt(wallets.size()));
            long minor = 1L + random.nextInt(5_000);
            switch (random.nextInt(14)) {
                case 0 -> inFlight(wallet, minor);
                case 1 -> inFlightAndThere(wallet, minor);
                case 2 -> refused(wallet, minor);
                case 3 -> takenBack(wallet, minor);
                case 4 -> missing(wallet, minor);
                case 5 -> unknownReference(wallet, minor);
                case 6 -> otherAmount(wallet, minor);
                case 7 -> otherCustomer(wallet, minor);
                case 8 -> duplicate(wallet, minor);
                case 9 -> cancelled(wallet, minor);
                case 10 -> born(wallet, random.nextBoolean() ? minor : -minor);
                case 11 -> imported(wallet, random.nextBoolean() ? minor : -minor);
                default -> fixture.booked(wallet, random.nextBoolean() ? minor : -minor);
            }
        }

        private void inFlight(WalletId wallet, long minor) {
            expect("IN_FLIGHT NOT_SETTLED", fixture.post(wallet, TransferKind.RECHARGE, minor), minor, 0);
        }

        private void inFlightAndThere(WalletId wallet, long minor) {
            TransferId id = fixture.post(wallet, TransferKind.RECHARGE, minor);
            book(id, wallet, minor);
        }

        private void refused(WalletId wallet, long minor) {
            TransferId id = fixture.post(wallet, TransferKind.RECHARGE, minor);
            fixture.settle(id, Outcome.FATAL);
            boolean byHand = random.nextBoolean();
            if (byHand) {
                book(id, wallet, minor);
            }
            expect(byHand ? "REFUSED POSTED" : "REFUSED NOT_POSTED", id, minor, byHand ? minor : 0);
        }

        private void takenBack(WalletId wallet, long minor) {
            TransferId id = fixture.post(wallet, TransferKind.PAYMENT, -minor);
            fixture.settle(id, Outcome.FATAL);
            fixture.takeBack(id);
            if (random.nextInt(3) == 0) {
                book(id, wallet, -minor);
                expect("REFUSED POSTED_AFTER_REVERSAL", id, 0, -minor);
            }
        }

        private void missing(WalletId wallet, long minor) {
            TransferId id = fixture.booked(wallet, minor);
            fixture.erp.tear(id.text());
            expect("MISSING_IN_ERP NO_DOCUMENT", id, minor, 0);
        }

        private void unknownReference(WalletId wallet, long minor) {
            TransferId id = TransferId.next();
            book(id, wallet, minor);
            expect("MISSING_HERE UNKNOWN_REFERENCE", id, 0, minor);
        }

        private void otherAmount(WalletId wallet, long minor) {
            TransferId id = fixture.post(wallet, TransferKind.RECHARGE, minor);
            book(id, wallet, minor + 1);
            fixture.settle(id, Outcome.SUCCESS);
            expect("AMOUNT DIFFERS", id, minor, minor + 1);
        }

        private void otherCustomer(WalletId wallet, long minor) {
            WalletId other = wallets.get((wallets.indexOf(wallet) + 1) % wallets.size());
            TransferId id = fixture.post(wallet, TransferKind.RECHARGE, minor);
            book(id, other, minor);
            fixture.settle(id, Outcome.SUCCESS);
            expect("AMOUNT OTHER_CUSTOMER", id, minor, 0);
            expect("AMOUNT OTHER_CUSTOMER", id, 0, minor);
        }

        private void duplicate(WalletId wallet, long minor) {
            TransferId id = fixture.booked(wallet, minor);
            int more = 1 + random.nextInt(2);
            for (int i = 0; i < more; i++) {
                book(id, wallet, minor);
            }
            expect("DUPLICATE " + (1 + more) + "_DOCUMENTS", id, minor, minor * (1 + more));
        }

        private void cancelled(WalletId wallet, long minor) {
            TransferId id = fixture.booked(wallet, minor);
            book(id, wallet, -minor);
            expect("CANCELLED BY_DOCUMENT", id, minor, 0);
        }

        private void born(WalletId wallet, long minor) {
            String line = fixture.erp.book("", fixture.customer(wallet), money(minor));
            expect("ERP_BORN NOT_IMPORTED", "paper:" + line, 0, minor);
        }

        private void imported(WalletId wallet, long minor) {
            String line = fixture.erp.book("", fixture.customer(wallet), money(minor));
            fixture.post(wallet, TransferKind.ERP_ENTRY, minor, "paper:" + line);
        }

        private void book(TransferId id, WalletId wallet, long minor) {
            fixture.erp.book(id.text(), fixture.customer(wallet), money(minor));
        }

        private void expect(String cause, Object matter, long hub, long erp) {
            expected.add(cause + " " + matter + " " + money(hub).amount() + " "
                    + money(erp).amount());
        }

        private static Money money(long minor) {
            return new Money(minor, KWD);
        }

        @Override
        public void close() {
            fixture.close();
        }
    }
}
