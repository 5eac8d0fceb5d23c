package wallethub.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ledger.LedgerFixture.KWD;
import static wallethub.ledger.LedgerFixture.NOON;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.Settlement;
import wallethub.mapping.Outcome;
import wallethub.money.Money;

/**
 * One random life of a few wallets, played on the ledger and on the model side by side. Few wallets, few keys and small
 * amounts, so that retries, reused keys and refusals are as common as successes. The same seed plays the same life.
 */
final class LedgerHistory {

    private static final Currency USD = Currency.getInstance("USD");
    private static final List<String> ACCOUNTS = List.of("clearing:stripe:main", "revenue:orders", "suspense");
    private static final List<TransferKind> KINDS = List.of(TransferKind.values());
    private static final int KEYS = 25;

    private final LedgerFixture fixture;
    private final PostingListener listener;
    private final SplittableRandom random;
    private final String name;
    private final LedgerModel model = new LedgerModel();
    private final Map<WalletId, CustomerId> wallets = new LinkedHashMap<>();
    private final List<WalletId> targets = new ArrayList<>();
    private final List<TransferId> transfers = new ArrayList<>();
    private final List<HoldId> holds = new ArrayList<>();

    LedgerHistory(LedgerFixture fixture, long seed) {
        this.fixture = fixture;
        listener = new PostingListener(new PostingStore(fixture.jdbc));
        random = new SplittableRandom(seed);
        name = "h" + seed + "-" + System.identityHashCode(this) + "-";
        open(KWD);
        open(KWD);
        open(USD);
        targets.addAll(wallets.keySet());
        targets.add(WalletId.next());
        holds.add(HoldId.next());
        transfers.add(TransferId.next());
    }

    void play(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
        }
        wallets.forEach(
                (wallet, customer) -> assertThat(fixture.read(wallet)).isEqualTo(model.wallet(wallet, customer)));
        leaveNothingOpen();
    }

    // The next history in this database expires its own holds only.
    private void leaveNothingOpen() {
        fixture.clock.advance(Duration.ofDays(1));
        fixture.inTransaction(() -> fixture.ledger.expireHolds(Ledger.BATCH_MAX));
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            var transfer = transfer();
            assertThat(fixture.post(transfer)).isEqualTo(model.post(transfer, now()));
        } else if (dice < 50) {
            batch();
        } else if (dice < 62) {
            var hold = hold();
            assertThat(fixture.inTransaction(() -> fixture.ledger.place(hold))).isEqualTo(model.place(hold));
        } else if (dice < 74) {
            var capture = capture();
            assertThat(fixture.inTransaction(() -> fixture.ledger.capture(capture)))
                    .isEqualTo(model.capture(capture, now()));
        } else if (dice < 79) {
            var hold = any(holds);
            assertThat(fixture.inTransaction(() -> fixture.ledger.release(hold)))
                    .isEqualTo(model.release(hold));
        } else if (dice < 83) {
            fixture.clock.advance(Duration.ofMinutes(random.nextInt(40)));
            assertThat(fixture.inTransaction(() -> fixture.ledger.expireHolds(100)))
                    .isEqualTo(model.expire(now()));
        } else if (dice < 90) {
            setFrozen(any(new ArrayList<>(wallets.keySet())), random.nextInt(3) == 0);
        } else {
            settle();
        }
    }

    // Singly first, in a transaction that is given up: both forms must say the same.
    private void batch() {
        var batch = IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(n -> transfer())
                .toList();
        var singly = fixture.inTransactionGivenUp(
                () -> batch.stream().map(fixture.ledger::post).toList());
        var together = fixture.inTransaction(() -> fixture.ledger.post(batch));
        assertThat(together).isEqualTo(singly);
        assertThat(together)
                .isEqualTo(batch.stream()
                        .map(transfer -> model.post(transfer, now()))
                        .toList());
    }

    private void settle() {
        var settlements = IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(n -> settlement(any(transfers), random.nextInt(3) > 0 ? Outcome.SUCCESS : Outcome.FATAL))
                .toList();
        fixture.run(() -> listener.settled(settlements));
        for (Settlement settlement : settlements) {
            var transfer = new TransferId(settlement.key());
            if (settlement.outcome() == Outcome.SUCCESS) {
                model.confirm(transfer);
            } else {
                model.refuse(transfer);
            }
        }
    }

    private void setFrozen(WalletId wallet, boolean frozen) {
        fixture.run(() -> {
            if (frozen) {
                fixture.ledger.freeze(wallet);
            } else {
                fixture.ledger.unfreeze(wallet);
            }
        });
        model.setFrozen(wallet, frozen);
    }

    private Transfer transfer() {
        var kind = any(KINDS);
        var money = money(1 + random.nextInt(300));
        var signed =
                kind.allows(money) && (!kind.allows(money.negated()) || random.nextBoolean()) ? money : money.negated();
        var transfer = new Transfer(
                TransferId.next(), kind, any(targets), signed, any(ACCOUNTS), name + random.nextInt(KEYS), NOON);
        transfers.add(transfer.id());
        return transfer;
    }

    private Hold hold() {
        var hold = new Hold(
                HoldId.next(),
                any(targets),
                money(1 + random.nextInt(200)),
                name + random.nextInt(KEYS),
                now().plus(Duration.ofMinutes(1 + random.nextInt(90))));
        holds.add(hold.id());
        return hold;
    }

    private Capture capture() {
        var capture = new Capture(
                any(holds),
                TransferId.next(),
                money(1 + random.nextInt(150)),
                random.nextBoolean(),
                any(ACCOUNTS),
                name + random.nextInt(KEYS),
                NOON);
        transfers.add(capture.transfer());
        return capture;
    }

    // Now and then two amounts are equal, so that a key comes back with the same content.
    private Money money(int minorUnits) {
        return new Money(minorUnits / 50 * 50 + 1, random.nextInt(8) == 0 ? USD : KWD);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Instant now() {
        return fixture.clock.instant();
    }

    private void open(Currency currency) {
        var wallet = WalletId.next();
        var customer = CustomerId.next();
        fixture.run(() -> fixture.ledger.openWallet(wallet, customer, currency));
        wallets.put(wallet, customer);
        model.open(wallet, currency);
    }

    private static Settlement settlement(TransferId transfer, Outcome outcome) {
        return new Settlement(
                "erp",
                1,
                "recharge.succeeded",
                transfer.text(),
                ("{\"transferId\":\"" + transfer + "\"}").getBytes(UTF_8),
                outcome,
                "CODE",
                null,
                true,
                null,
                outcome == Outcome.SUCCESS ? "N-" + transfer : null,
                NOON);
    }
}
