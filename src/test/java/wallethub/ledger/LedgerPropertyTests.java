package wallethub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ledger.LedgerFixture.transfer;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import wallethub.id.WalletId;
import wallethub.testing.AtOnce;
import wallethub.testing.LedgerInvariants;

/**
 * Thousands of random histories against a plain model, and random crowds against the invariants. A failure names its
 * seed: {@code -Dledger.seed=… -Dledger.histories=1} plays that history again.
 */
class LedgerPropertyTests {

    private static final Logger log = LoggerFactory.getLogger(LedgerPropertyTests.class);
    private static final long SEED = Long.getLong("ledger.seed", new SplittableRandom().nextInt(1_000_000_000));
    private static final int HISTORIES = Integer.getInteger("ledger.histories", 2_000);
    private static final int STEPS = 12;

    private final LedgerFixture fixture = new LedgerFixture();

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(fixture.database);
        fixture.close();
    }

    @Test
    void everyHistoryGoesAsInTheModel() {
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("histories", HISTORIES)
                .log("ledger histories");
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            try {
                new LedgerHistory(fixture, seed).play(STEPS);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dledger.seed=" + seed + " -Dledger.histories=1", e);
            }
        }
    }

    @Test
    void aHundredParallelDebitsAgainstMoneyForSixtyAreExactlySixty() {
        var wallet = fixture.walletWith(6_000);

        var outcomes =
                AtOnce.runOn(16, 100, n -> fixture.post(transfer(TransferKind.PAYMENT, wallet, -100, "order-" + n)));

        assertThat(outcomes).filteredOn(PostOutcome.Posted.class::isInstance).hasSize(60);
        assertThat(outcomes)
                .filteredOn(PostOutcome.InsufficientFunds.class::isInstance)
                .hasSize(40);
        assertThat(fixture.read(wallet).balance().isZero()).isTrue();
        assertThat(fixture.read(wallet).lastEntryNumber()).isEqualTo(61);
    }

    @Test
    void oneKeyFromAHundredClientsIsPostedOnce() {
        var wallet = fixture.wallet();
        var outcomes = AtOnce.runOn(16, 100, n -> fixture.post(transfer(TransferKind.RECHARGE, wallet, 100, "pi_1")));
        assertThat(outcomes).filteredOn(PostOutcome.Posted.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(PostOutcome.AlreadyPosted.class::isInstance)
                .hasSize(99);
        assertThat(fixture.read(wallet).balance().minorUnits()).isEqualTo(100);
    }

    @Test
    void oneKeyOverTwoWalletsIsPostedOnOneOfThem() {
        var wallets = List.of(fixture.wallet(), fixture.wallet());
        for (int round = 0; round < 50; round++) {
            String key = "pi_" + round;
            var outcomes =
                    AtOnce.runOn(2, 2, n -> fixture.post(transfer(TransferKind.RECHARGE, wallets.get(n), 100, key)));
            assertThat(outcomes)
                    .filteredOn(PostOutcome.Posted.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(PostOutcome.KeyReused.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void crowdsOverSharedWalletsNeitherDeadlockNorLoseMoney() {
        log.atInfo().addKeyValue("seed", SEED).log("ledger crowd");
        var wallets =
                IntStream.range(0, 6).mapToObj(n -> fixture.walletWith(10_000)).toList();
        Map<WalletId, Long> expected = new ConcurrentHashMap<>();
        wallets.forEach(wallet -> expected.put(wallet, 10_000L));

        AtOnce.runOn(8, 8, client -> {
            crowd(new SplittableRandom(SEED + client), wallets, expected);
            return true;
        });

        var balances = wallets.stream()
                .collect(Collectors.toMap(
                        wallet -> wallet,
                        wallet -> fixture.read(wallet).balance().minorUnits()));
        assertThat(balances).as("balances, seed " + SEED).isEqualTo(expected);
    }

    // Keys come from a small pool that all clients share, so that they meet on keys as well as on wallets.
    private void crowd(SplittableRandom random, List<WalletId> wallets, Map<WalletId, Long> expected) {
        for (int step = 0; step < 60; step++) {
            var batch = new ArrayList<Transfer>();
            for (int n = 1 + random.nextInt(20); n > 0; n--) {
                boolean credit = random.nextInt(3) == 0;
                batch.add(transfer(
                        credit ? TransferKind.RECHARGE : TransferKind.PAYMENT,
                        wallets.get(random.nextInt(wallets.size())),
                        (credit ? 1 : -1) * (1L + random.nextInt(400)),
                        "k" + random.nextInt(3_000)));
            }
            var outcomes = random.nextInt(4) == 0 ? singly(batch) : together(batch);
            for (int n = 0; n < batch.size(); n++) {
                if (outcomes.get(n) instanceof PostOutcome.Posted) {
                    var transfer = batch.get(n);
                    expected.merge(transfer.wallet(), transfer.amount().minorUnits(), Long::sum);
                }
            }
        }
    }

    private List<PostOutcome> together(List<Transfer> batch) {
        try {
            return fixture.inTransaction(() -> fixture.ledger.post(batch));
        } catch (ConcurrencyFailureException e) {
            assertThat(((SQLException) e.getMostSpecificCause()).getSQLState())
                    .as("a key that another wallet took, never a deadlock")
                    .isEqualTo("40001");
            return singly(batch);
        }
    }

    private List<PostOutcome> singly(List<Transfer> batch) {
        return batch.stream().map(fixture::post).toList();
    }
}
