package wallethub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.ledger.LedgerFixture.KWD;
import static wallethub.ledger.LedgerFixture.NOON;
import static wallethub.ledger.LedgerFixture.transfer;

import java.time.Duration;
import java.util.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.ledger.HoldOutcome.AlreadyPlaced;
import wallethub.ledger.HoldOutcome.AlreadySpent;
import wallethub.ledger.HoldOutcome.CurrencyMismatch;
import wallethub.ledger.HoldOutcome.ExceedsHold;
import wallethub.ledger.HoldOutcome.HoldClosed;
import wallethub.ledger.HoldOutcome.HoldExpired;
import wallethub.ledger.HoldOutcome.HoldKeyReused;
import wallethub.ledger.HoldOutcome.InsufficientFunds;
import wallethub.ledger.HoldOutcome.Placed;
import wallethub.ledger.HoldOutcome.Released;
import wallethub.ledger.HoldOutcome.Spent;
import wallethub.ledger.HoldOutcome.State;
import wallethub.ledger.HoldOutcome.TransferKeyReused;
import wallethub.ledger.HoldOutcome.UnknownHold;
import wallethub.ledger.HoldOutcome.UnknownWallet;
import wallethub.ledger.HoldOutcome.WalletFrozen;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;

class HoldTests {

    private static final Duration HOUR = Duration.ofHours(1);

    private final LedgerFixture fixture = new LedgerFixture();

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(fixture.database);
        fixture.close();
    }

    @Test
    void whatIsHeldCannotBeSpentOtherwise() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");

        assertThat(place(hold)).isEqualTo(new Placed(hold.id(), money(300)));

        assertThat(fixture.post(transfer(TransferKind.PAYMENT, wallet, -301, "order-1")))
                .isEqualTo(new PostOutcome.InsufficientFunds(money(300)));
        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::held, Wallet::available)
                .containsExactly(money(1_000), money(700), money(300));
    }

    @Test
    void aHoldIsPlacedOnceHoweverOftenItIsAsked() {
        var wallet = fixture.walletWith(1_000);
        var other = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);

        assertThat(place(hold(wallet, 700, "visit-1"))).isEqualTo(new AlreadyPlaced(hold.id(), State.OPEN, money(700)));
        assertThat(place(hold(wallet, 701, "visit-1"))).isEqualTo(new HoldKeyReused(hold.id()));
        assertThat(place(hold(other, 700, "visit-1"))).isEqualTo(new HoldKeyReused(hold.id()));

        assertThat(fixture.read(wallet).held()).isEqualTo(money(700));
        assertThat(fixture.read(other).held()).isEqualTo(money(0));
    }

    @Test
    void refusesAHoldThatTheWalletCannotCarry() {
        var wallet = fixture.walletWith(1_000);
        var frozen = fixture.walletWith(1_000);
        fixture.run(() -> fixture.ledger.freeze(frozen));
        var dollars = fixture.wallet(Currency.getInstance("USD"));

        assertThat(place(hold(wallet, 1_001, "a"))).isEqualTo(new InsufficientFunds(money(1_000)));
        assertThat(place(hold(frozen, 1, "b"))).isEqualTo(new WalletFrozen());
        assertThat(place(hold(dollars, 1, "c"))).isEqualTo(new CurrencyMismatch("USD"));
        assertThat(place(hold(WalletId.next(), 1, "d"))).isEqualTo(new UnknownWallet());
        assertThatThrownBy(() -> place(new Hold(HoldId.next(), wallet, money(1), "e", fixture.clock.instant())))
                .isInstanceOf(DataIntegrityViolationException.class);

        assertThat(fixture.read(wallet).held()).isEqualTo(money(0));
        assertThat(fixture.read(frozen).held()).isEqualTo(money(0));
    }

    @Test
    void aPartialCaptureGivesTheRestBack() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);
        var capture = capture(hold, 450, false, "invoice-1");

        assertThat(capture(capture)).isEqualTo(new Spent(capture.transfer(), 2, money(550), money(0), NOON));

        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::held)
                .containsExactly(money(550), money(0));
        assertThat(capture(capture(hold, 1, false, "invoice-2"))).isEqualTo(new HoldClosed(State.CAPTURED));
        assertThat(release(hold)).isEqualTo(new HoldClosed(State.CAPTURED));
    }

    @Test
    void aPartialCaptureKeepsTheRestWhenToldSo() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);

        assertThat(capture(capture(hold, 450, true, "invoice-1")))
                .isInstanceOfSatisfying(
                        Spent.class, spent -> assertThat(spent.held()).isEqualTo(money(250)));
        assertThat(capture(capture(hold, 251, true, "invoice-2"))).isEqualTo(new ExceedsHold(money(250)));
        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::held)
                .containsExactly(money(550), money(250));

        assertThat(capture(capture(hold, 250, true, "invoice-3"))).isInstanceOf(Spent.class);
        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::held)
                .containsExactly(money(300), money(0));
    }

    @Test
    void aCaptureIsPostedOnceHoweverOftenItIsAsked() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);
        var capture = capture(hold, 450, false, "invoice-1");
        capture(capture);

        assertThat(capture(capture(hold, 450, false, "invoice-1")))
                .isEqualTo(new AlreadySpent(capture.transfer(), 2, money(550)));
        assertThat(capture(capture(hold, 400, false, "invoice-1")))
                .isEqualTo(new TransferKeyReused(capture.transfer()));

        assertThat(fixture.read(wallet).balance()).isEqualTo(money(550));
    }

    @Test
    void aCaptureIsHonouredInDebtAndRefusedByAFreeze() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);
        fixture.post(transfer(TransferKind.CHARGEBACK, wallet, -900, "dp_1"));
        fixture.run(() -> fixture.ledger.freeze(wallet));

        assertThat(capture(capture(hold, 700, false, "invoice-1"))).isEqualTo(new WalletFrozen());
        assertThat(fixture.read(wallet).held()).isEqualTo(money(700));

        fixture.run(() -> fixture.ledger.unfreeze(wallet));
        assertThat(capture(capture(hold, 700, false, "invoice-1"))).isInstanceOf(Spent.class);
        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::inDebt)
                .containsExactly(money(-600), true);
    }

    @Test
    void aReleaseGivesTheMoneyBackOnce() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);

        assertThat(release(hold)).isEqualTo(new Released(money(700)));
        assertThat(release(hold)).isEqualTo(new HoldClosed(State.RELEASED));

        assertThat(fixture.read(wallet).available()).isEqualTo(money(1_000));
    }

    @Test
    void aReleaseCanEndADebt() {
        var wallet = fixture.walletWith(1_000);
        var hold = hold(wallet, 700, "visit-1");
        place(hold);
        fixture.post(transfer(TransferKind.CHARGEBACK, wallet, -900, "dp_1"));
        assertThat(fixture.read(wallet).inDebt()).isTrue();

        release(hold);

        assertThat(fixture.read(wallet))
                .extracting(Wallet::available, Wallet::inDebt)
                .containsExactly(money(100), false);
    }

    @Test
    void anExpiredHoldCannotBeCapturedAndIsGivenBack() {
        var wallet = fixture.walletWith(1_000);
        var late = hold(wallet, 300, "visit-1");
        place(late);
        fixture.clock.advance(HOUR);
        var open = hold(wallet, 200, "visit-2");
        place(open);

        assertThat(capture(capture(late, 1, false, "invoice-1"))).isEqualTo(new HoldExpired());
        assertThat(expire()).isEqualTo(1);
        assertThat(expire()).isZero();

        assertThat(fixture.read(wallet))
                .extracting(Wallet::balance, Wallet::held)
                .containsExactly(money(1_000), money(200));
        assertThat(capture(capture(late, 1, false, "invoice-1"))).isEqualTo(new HoldClosed(State.EXPIRED));
        assertThat(place(late)).isEqualTo(new AlreadyPlaced(late.id(), State.EXPIRED, money(0)));
    }

    @Test
    void anUnknownHoldIsNeitherCapturedNorReleased() {
        var wallet = fixture.walletWith(1_000);
        var unknown = hold(wallet, 300, "visit-1");
        assertThat(capture(capture(unknown, 1, false, "invoice-1"))).isEqualTo(new UnknownHold());
        assertThat(release(unknown)).isEqualTo(new UnknownHold());
        assertThat(fixture.read(wallet).balance()).isEqualTo(money(1_000));
    }

    @Test
    void refusesHoldsAndCapturesOfNothing() {
        var wallet = WalletId.next();
        assertThatThrownBy(() -> hold(wallet, 0, "k")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold(wallet, 1, "")).isInstanceOf(IllegalArgumentException.class);
        var hold = hold(wallet, 1, "k");
        assertThatThrownBy(() -> capture(hold, 0, false, "k")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> capture(hold, 1, false, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fixture.inTransaction(() -> fixture.ledger.expireHolds(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private HoldOutcome.Place place(Hold hold) {
        return fixture.inTransaction(() -> fixture.ledger.place(hold));
    }

    private HoldOutcome.Captured capture(Capture capture) {
        return fixture.inTransaction(() -> fixture.ledger.capture(capture));
    }

    private HoldOutcome.Release release(Hold hold) {
        return fixture.inTransaction(() -> fixture.ledger.release(hold.id()));
    }

    private int expire() {
        return fixture.inTransaction(() -> fixture.ledger.expireHolds(100));
    }

    private Hold hold(WalletId wallet, long minorUnits, String key) {
        return new Hold(
                HoldId.next(),
                wallet,
                money(minorUnits),
                key,
                fixture.clock.instant().plus(HOUR));
    }

    private static Capture capture(Hold hold, long minorUnits, boolean keepRest, String key) {
        return new Capture(hold.id(), TransferId.next(), money(minorUnits), keepRest, "revenue:services", key, NOON);
    }

    private static Money money(long minorUnits) {
        return new Money(minorUnits, KWD);
    }
}
