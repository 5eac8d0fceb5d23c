package wallethub.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ledger.LedgerFixture.KWD;
import static wallethub.ledger.LedgerFixture.NOON;
import static wallethub.ledger.LedgerFixture.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.Settlement;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;

class PostingListenerTests {

    private static final Instant LATER = NOON.plusSeconds(90);

    private final LedgerFixture fixture = new LedgerFixture();
    private final PostingListener listener = new PostingListener(new PostingStore(fixture.jdbc));

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(fixture.database);
        fixture.close();
    }

    @Test
    void aSuccessConfirmsWithTheErpsNumber() {
        var wallet = fixture.wallet();
        var transfer = credit(wallet, 500, "a");

        settle(settlement(transfer, Outcome.SUCCESS, "MOVE/2026/7"));

        assertSums(wallet, 500, 0, 0);
        assertThat(posting(transfer)).isEqualTo("confirmed MOVE/2026/7 " + LATER);
    }

    @Test
    void aFatalAnswerRefuses() {
        var wallet = fixture.wallet();
        var transfer = credit(wallet, 500, "a");

        settle(settlement(transfer, Outcome.FATAL, null));

        assertSums(wallet, 0, 0, 500);
        assertThat(posting(transfer)).isEqualTo("refused null null");
    }

    @Test
    void aReplayConfirmsWhatWasRefusedAndNothingUndoesAConfirmation() {
        var wallet = fixture.wallet();
        var transfer = credit(wallet, 500, "a");

        settle(settlement(transfer, Outcome.FATAL, null));
        settle(settlement(transfer, Outcome.SUCCESS, "N7"));
        assertSums(wallet, 500, 0, 0);

        settle(settlement(transfer, Outcome.FATAL, null));
        settle(settlement(transfer, Outcome.DISCARD, null));
        settle(settlement(transfer, Outcome.SUCCESS, "N8"));

        assertSums(wallet, 500, 0, 0);
        assertThat(posting(transfer)).isEqualTo("confirmed N7 " + LATER);
    }

    @Test
    void saidTwiceItCountsOnce() {
        var wallet = fixture.wallet();
        var confirmed = settlement(credit(wallet, 500, "a"), Outcome.SUCCESS, "N7");
        var refused = settlement(credit(wallet, 30, "b"), Outcome.FATAL, null);

        settle(confirmed, confirmed, refused, refused);
        settle(confirmed, refused);

        assertSums(wallet, 500, 0, 30);
    }

    @Test
    void aSuccessWinsWithinOneBatch() {
        var wallet = fixture.wallet();
        var transfer = credit(wallet, 500, "a");
        settle(settlement(transfer, Outcome.FATAL, null), settlement(transfer, Outcome.SUCCESS, "N7"));
        assertSums(wallet, 500, 0, 0);
    }

    @Test
    void aBatchMovesEveryWalletByItsOwnSum() {
        var first = fixture.wallet();
        var second = fixture.wallet();
        var settlements = new ArrayList<Settlement>();
        for (int n = 0; n < 20; n++) {
            settlements.add(settlement(credit(first, 10, "f" + n), Outcome.SUCCESS, "F" + n));
            settlements.add(settlement(credit(second, 3, "s" + n), n < 5 ? Outcome.FATAL : Outcome.SUCCESS, "S" + n));
        }

        settle(settlements.toArray(Settlement[]::new));

        assertSums(first, 200, 0, 0);
        assertSums(second, 45, 0, 15);
    }

    @Test
    void whatMovedNoMoneyIsIgnored() {
        var wallet = fixture.wallet();
        var transfer = credit(wallet, 500, "a");

        settle(
                settlement("{\"customerId\":\"cus_1\"}", Outcome.SUCCESS, "C1"),
                settlement("{\"transferId\":\"something else\"}", Outcome.SUCCESS, "C2"),
                settlement("{\"transferId\":{\"a\":1}}", Outcome.SUCCESS, "C3"),
                settlement("no json", Outcome.SUCCESS, "C4"),
                settlement("", Outcome.SUCCESS, "C5"),
                settlement(TransferId.next(), Outcome.SUCCESS, "C6"),
                settlement(transfer, Outcome.RETRY, null),
                settlement(transfer, Outcome.UNKNOWN, null),
                settlement(transfer, Outcome.OUTAGE, null),
                settlement(transfer, Outcome.HOLD, null));

        assertSums(wallet, 0, 500, 0);
    }

    @Test
    void listensToTheErp() {
        assertThat(listener.lane()).isEqualTo("erp");
    }

    private void settle(Settlement... settlements) {
        fixture.run(() -> listener.settled(List.of(settlements)));
    }

    private TransferId credit(WalletId wallet, long minorUnits, String key) {
        var transfer = transfer(TransferKind.RECHARGE, wallet, minorUnits, key);
        fixture.post(transfer);
        return transfer.id();
    }

    private void assertSums(WalletId wallet, long confirmed, long inFlight, long refused) {
        assertThat(fixture.read(wallet))
                .extracting(Wallet::erpConfirmed, Wallet::inFlight, Wallet::refused)
                .containsExactly(new Money(confirmed, KWD), new Money(inFlight, KWD), new Money(refused, KWD));
    }

    private String posting(TransferId transfer) {
        return fixture.jdbc
                .sql("select posting_state, erp_number, posted_at from ledger_v_transfer where transfer_id = :id")
                .param("id", transfer.text())
                .query((row, n) -> row.getString(1) + " " + row.getString(2) + " "
                        + (row.getTimestamp(3) == null
                                ? null
                                : row.getTimestamp(3).toInstant()))
                .single();
    }

    private static Settlement settlement(TransferId transfer, Outcome outcome, @Nullable String number) {
        return settlement("{\"transferId\":\"" + transfer + "\",\"amount\":{}}", outcome, number);
    }

    private static Settlement settlement(String body, Outcome outcome, @Nullable String number) {
        return new Settlement(
                "erp",
                1,
                "recharge.succeeded",
                "wal",
                body.getBytes(UTF_8),
                outcome,
                "CODE",
                null,
                true,
                null,
                number,
                LATER);
    }
}
