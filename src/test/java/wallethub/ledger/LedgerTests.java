package wallethub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.ledger.LedgerFixture.KWD;
import static wallethub.ledger.LedgerFixture.NOON;
import static wallethub.ledger.LedgerFixture.transfer;

import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.PostOutcome.AlreadyPosted;
import wallethub.ledger.PostOutcome.CurrencyMismatch;
import wallethub.ledger.PostOutcome.InsufficientFunds;
import wallethub.ledger.PostOutcome.KeyReused;
import wallethub.ledger.PostOutcome.Posted;
import wallethub.ledger.PostOutcome.UnknownWallet;
import wallethub.ledger.PostOutcome.WalletFrozen;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;

class LedgerTests {

    private final LedgerFixture fixture = new LedgerFixture();

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(fixture.database);
        fixture.close();
    }

    @Test
    void postsACreditAndNumbersIt() {
        var wallet = fixture.wallet();
        var transfer = transfer(TransferKind.RECHARGE, wallet, 12_500, "pi_1");

        assertThat(fixture.post(transfer)).isEqualTo(new Posted(transfer.id(), 1, money(12_500), money(12_500), NOON));

        assertThat(fixture.read(wallet)).satisfies(read -> {
            assertThat(read.balance()).isEqualTo(money(12_500));
            assertThat(read.available()).isEqualTo(money(12_500));
            assertThat(read.inFlight()).isEqualTo(money(12_500));
            assertThat(read.erpConfirmed()).isEqualTo(money(0));
            assertThat(read.lastEntryNumber()).isEqualTo(1);
        });
    }

    @Test
    void answersARetryWithTheFirstAnswer() {
        var wallet = fixture.wallet();
        var first = transfer(TransferKind.RECHARGE, wallet, 12_500, "pi_1");
        fixture.post(first);
        fixture.post(transfer(TransferKind.RECHARGE, wallet, 500, "pi_2"));

        var retry = transfer(TransferKind.RECHARGE, wallet, 12_500, "pi_1");

        assertThat(fixture.post(retry)).isEqualTo(new AlreadyPosted(first.id(), 1, money(12_500)));
        assertThat(fixture.read(wallet).balance()).isEqualTo(money(13_000));
    }

    @Test
    void refusesAKeyWithOtherContentOnAnyWallet() {
        var wallet = fixture.wallet();
        var other = fixture.wallet();
        var first = transfer(TransferKind.RECHARGE, wallet, 12_500, "pi_1");
        fixture.post(first);

        assertThat(fixture.post(transfer(TransferKind.RECHARGE, wallet, 12_501, "pi_1")))
                .isEqualTo(new KeyReused(first.id()));
        assertThat(fixture.post(transfer(TransferKind.RECHARGE, other, 12_500, "pi_1")))
                .isEqualTo(new KeyReused(first.id()));

        assertThat(fixture.read(wallet).balance()).isEqualTo(money(12_500));
        assertThat(fixture.read(other).balance()).isEqualTo(money(0));
    }

    @Test
    void takesTheSameKeyForAnotherKind() {
        var wallet = fixture.walletWith(1_000);
        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -10, "k")))
                .isInstanceOf(Posted.class);
        assertThat(fixture.post(transfer(TransferKind.REFUND, wallet, 10, "k"))).isInstanceOf(Posted.class);
    }

    @Test
    void refusesADebitBeyondWhatIsAvailable() {
        var wallet = fixture.walletWith(1_000);

        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -1_001, "order-1")))
                .isEqualTo(new InsufficientFunds(money(1_000)));

        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::lastEntryNumber)
                .containsExactly(money(1_000), 1L);
    }

    @Test
    void aRefusedKeyMayBeTriedAgain() {
        var wallet = fixture.walletWith(1_000);
        var payment = transfer(TransferKind.PAYMENT, wallet, -1_001, "order-1");
        fixture.post(payment);
        fixture.post(transfer(TransferKind.RECHARGE, wallet, 1, "pi_2"));
        assertThat(fixture.post(payment)).isInstanceOf(Posted.class);
    }

    @Test
    void refusesAnotherCurrency() {
        var wallet = fixture.wallet(Currency.getInstance("USD"));

        assertThat(fixture.post(transfer(TransferKind.RECHARGE, wallet, 100, "pi_1")))
                .isEqualTo(new CurrencyMismatch("USD"));

        assertThat(fixture.read(wallet).balance().isZero()).isTrue();
    }

    @Test
    void refusesAnUnknownWallet() {
        assertThat(fixture.post(transfer(TransferKind.RECHARGE, WalletId.next(), 100, "pi_1")))
                .isEqualTo(new UnknownWallet());
    }

    @Test
    void aFrozenWalletTakesCreditsAndRefusesSpending() {
        var wallet = fixture.walletWith(1_000);
        fixture.run(() -> fixture.ledger.freeze(wallet));

        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -1, "order-1")))
                .isEqualTo(new WalletFrozen());
        assertThat(fixture.post(transfer(TransferKind.RECHARGE, wallet, 1, "pi_2")))
                .isInstanceOf(Posted.class);
        assertThat(fixture.read(wallet).balance()).isEqualTo(money(1_001));

        fixture.run(() -> fixture.ledger.unfreeze(wallet));
        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -1, "order-1")))
                .isInstanceOf(Posted.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHARGEBACK", "ERP_ENTRY", "ADJUSTMENT"})
    void whatWasDecidedElsewherePassesFloorAndFreezeIntoDebt(TransferKind kind) {
        var wallet = fixture.walletWith(1_000);
        fixture.run(() -> fixture.ledger.freeze(wallet));

        assertThat(fixture.post(transfer(kind, wallet, -1_500, "dp_1"))).isInstanceOf(Posted.class);

        assertThat(fixture.read(wallet)).satisfies(read -> {
            assertThat(read.balance()).isEqualTo(money(-500));
            assertThat(read.inDebt()).isTrue();
        });
    }

    @Test
    void aDebtBlocksSpendingAndEndsWhenTheFloorIsReached() {
        var wallet = fixture.walletWith(1_000);
        fixture.post(transfer(TransferKind.CHARGEBACK, wallet, -1_500, "dp_1"));

        fixture.post(transfer(TransferKind.RECHARGE, wallet, 499, "pi_2"));
        assertThat(fixture.read(wallet).inDebt()).isTrue();
        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -1, "order-1")))
                .isEqualTo(new InsufficientFunds(money(-1)));

        fixture.post(transfer(TransferKind.RECHARGE, wallet, 1, "pi_3"));
        assertThat(fixture.read(wallet).inDebt()).isFalse();
    }

    @Test
    void anEntryBornInTheErpIsConfirmedAtOnce() {
        var wallet = fixture.wallet();
        fixture.post(transfer(TransferKind.ERP_ENTRY, wallet, 700, "move-line-7"));
        assertThat(fixture.read(wallet))
                .extracting(Wallet::erpConfirmed, Wallet::inFlight)
                .containsExactly(money(700), money(0));
    }

    @Test
    void anAmountThatNoWalletCanHoldMovesNothing() {
        var wallet = fixture.walletWith(Long.MAX_VALUE - 5);
        assertThatThrownBy(() -> fixture.post(transfer(TransferKind.RECHARGE, wallet, 6, "pi_2")))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(fixture.read(wallet).balance()).isEqualTo(money(Long.MAX_VALUE - 5));
    }

    @Test
    void postsABatchInItsOrderWithOneOutcomeEach() {
        var rich = fixture.walletWith(1_000);
        var poor = fixture.walletWith(10);
        var repeated = transfer(TransferKind.PAYMENT, rich, -100, "order-1");
        fixture.post(repeated);

        var outcomes = fixture.inTransaction(() -> fixture.ledger.post(List.of(
                transfer(TransferKind.PAYMENT, rich, -500, "order-2"),
                transfer(TransferKind.PAYMENT, poor, -11, "order-3"),
                transfer(TransferKind.PAYMENT, rich, -401, "order-4"),
                transfer(TransferKind.PAYMENT, rich, -100, "order-1"),
                transfer(TransferKind.RECHARGE, WalletId.next(), 5, "pi_5"),
                transfer(TransferKind.PAYMENT, rich, -400, "order-6"))));

        assertThat(outcomes)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Posted.class),
                        second -> assertThat(second).isEqualTo(new InsufficientFunds(money(10))),
                        third -> assertThat(third).isEqualTo(new InsufficientFunds(money(400))),
                        fourth -> assertThat(fourth).isEqualTo(new AlreadyPosted(repeated.id(), 2, money(900))),
                        fifth -> assertThat(fifth).isEqualTo(new UnknownWallet()),
                        sixth -> assertThat(sixth).isInstanceOf(Posted.class));
        assertThat(fixture.read(rich))
                .extracting(Wallet::balance, Wallet::lastEntryNumber)
                .containsExactly(money(0), 4L);
    }

    @Test
    void postsAKeyOnceThatComesTwiceInABatch() {
        var wallet = fixture.wallet();
        var other = fixture.wallet();
        var first = transfer(TransferKind.RECHARGE, wallet, 100, "pi_1");

        var outcomes = fixture.inTransaction(() -> fixture.ledger.post(List.of(
                first,
                transfer(TransferKind.RECHARGE, other, 100, "pi_1"),
                transfer(TransferKind.RECHARGE, wallet, 100, "pi_1"))));

        assertThat(outcomes)
                .containsExactly(
                        new Posted(first.id(), 1, money(100), money(100), NOON),
                        new KeyReused(first.id()),
                        new AlreadyPosted(first.id(), 1, money(100)));
    }

    @Test
    void leavesAWalletAloneThatIsThere() {
        var wallet = fixture.walletWith(5);
        fixture.run(() -> fixture.ledger.openWallet(wallet, CustomerId.next(), KWD));
        assertThat(fixture.read(wallet).balance()).isEqualTo(money(5));
    }

    @Test
    void writesInTheCallersTransactionOnly() {
        var wallet = fixture.wallet();
        var transfer = transfer(TransferKind.RECHARGE, wallet, 5, "pi_1");
        assertThatThrownBy(() -> fixture.ledger.post(transfer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.ledger.post(List.of(transfer))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fixture.ledger.freeze(wallet)).isInstanceOf(IllegalStateException.class);
        assertThat(fixture.read(wallet).balance().isZero()).isTrue();
    }

    @Test
    void refusesATransferOfTheWrongSign() {
        var wallet = WalletId.next();
        assertThatThrownBy(() -> transfer(TransferKind.RECHARGE, wallet, -1, "k"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transfer(TransferKind.PAYMENT, wallet, 1, "k"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transfer(TransferKind.ADJUSTMENT, wallet, 0, "k"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transfer(TransferKind.RECHARGE, wallet, 1, " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesABatchThatIsTooLong() {
        var wallet = fixture.wallet();
        var transfers = IntStream.rangeClosed(0, Ledger.BATCH_MAX)
                .mapToObj(n -> transfer(TransferKind.RECHARGE, wallet, 1, "pi_" + n))
                .toList();
        assertThatThrownBy(() -> fixture.inTransaction(() -> fixture.ledger.post(transfers)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fixture.read(wallet).balance().isZero()).isTrue();
    }

    @Test
    void refusesAnAccountThatIsNoAccount() {
        var wallet = fixture.wallet();
        var transfer = new Transfer(
                TransferId.next(), TransferKind.RECHARGE, wallet, money(5), "Clearing; drop", "pi_1", NOON);
        assertThatThrownBy(() -> fixture.post(transfer)).isInstanceOf(DataAccessException.class);
        assertThat(fixture.read(wallet).balance().isZero()).isTrue();
    }

    private static Money money(long minorUnits) {
        return new Money(minorUnits, KWD);
    }
}
