package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.StaffPermission;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.ledger.TransferKind;
import wallethub.problem.ProblemException;
import wallethub.reporting.ReportingFixture.Owner;
import wallethub.testing.StaffCalls;

/** What a wallet had, at moments that are over. */
class PastBalanceTests {

    private static final Caller CLERK = StaffCalls.somebody(StaffPermission.LEDGER_VIEW);

    private static ReportingFixture hub;

    @BeforeAll
    static void start() {
        hub = new ReportingFixture();
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    private static PastBalance at(Owner owner, String at) {
        return hub.bean(GetPastBalanceHandler.class)
                .handle(new GetPastBalance(at), owner.caller())
                .orElseThrow();
    }

    @Test
    void isExactToTheMicrosecond() {
        Owner owner = hub.owner();
        hub.clock.advance(Duration.ofDays(1));
        hub.post(owner, TransferKind.RECHARGE, 12_500);
        Instant first = hub.clock.instant();
        hub.clock.advance(Duration.ofNanos(1_000));
        hub.post(owner, TransferKind.PAYMENT, -2_345);
        Instant second = hub.clock.instant();
        hub.clock.advance(Duration.ofDays(1));

        PastBalance before = at(owner, first.minusNanos(1_000).toString());
        assertThat(before.balance()).hasToString("0.000 KWD");
        assertThat(before.number()).isZero();
        assertThat(before.bookedAt()).isNull();
        assertThat(at(owner, first.toString()).balance()).hasToString("12.500 KWD");
        assertThat(at(owner, first.plusNanos(999).toString()).balance())
                .as("kept to the microsecond")
                .hasToString("12.500 KWD");
        PastBalance after = at(owner, second.toString());
        assertThat(after.balance()).hasToString("10.155 KWD");
        assertThat(after.number()).isEqualTo(2);
        assertThat(after.bookedAt()).isEqualTo(second);
    }

    /** Two instances whose clocks differ, and postings that waited: the sum of what was booked by then, whatever its number. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheSumOfWhatWasBookedByThen(long seed) {
        Random random = new Random(seed);
        Owner owner = hub.owner();
        int lines = 40 + random.nextInt(40);
        for (int i = 0; i < lines; i++) {
            hub.clock.advance(Duration.ofMillis(random.nextInt(240_000) - 40_000));
            hub.post(owner, random.nextBoolean() ? TransferKind.RECHARGE : TransferKind.REFUND, 1 + random.nextInt(99));
        }
        hub.clock.advance(Duration.ofMinutes(5));
        List<Instant> booked = hub.jdbc
                .sql("select recorded_at from ledger_entry where wallet_id = :wallet order by number")
                .param("wallet", owner.wallet().text())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list();
        for (int i = 0; i < 25; i++) {
            Instant at = booked.get(random.nextInt(booked.size())).plusNanos(1_000L * (random.nextInt(3) - 1));
            assertThat(at(owner, at.toString()).balance().minorUnits())
                    .as("seed %s at %s", seed, at)
                    .isEqualTo(sum(owner, at));
        }
    }

    private static long sum(Owner owner, Instant at) {
        return hub.jdbc
                .sql("""
                        select coalesce(sum(amount_minor), 0)::bigint from ledger_entry
                        where wallet_id = :wallet and recorded_at <= cast(:at as timestamptz)
                        """)
                .param("wallet", owner.wallet().text())
                .param("at", at.toString())
                .query(Long.class)
                .single();
    }

    @Test
    void aPlainDateIsItsEndInRiyadhAndTodayIsNow() {
        ReportingFixture riyadh = new ReportingFixture();
        try {
            Owner owner = riyadh.owner();
            riyadh.clock.advance(Duration.between(ReportingFixture.NOON, Instant.parse("2026-03-01T20:59:59.999999Z")));
            riyadh.post(owner, TransferKind.RECHARGE, 1);
            riyadh.clock.advance(Duration.ofNanos(1_000));
            riyadh.post(owner, TransferKind.RECHARGE, 2);
            var balances = riyadh.bean(GetPastBalanceHandler.class);
            assertThat(balances.handle(new GetPastBalance("2026-02-28"), owner.caller())
                            .orElseThrow()
                            .balance())
                    .hasToString("0.000 KWD");
            assertThat(balances.handle(new GetPastBalance("2026-03-01"), owner.caller())
                            .orElseThrow()
                            .balance())
                    .hasToString("0.001 KWD");
            assertThat(balances.handle(new GetPastBalance("2026-03-02"), owner.caller())
                            .orElseThrow()
                            .balance())
                    .hasToString("0.003 KWD");
            assertThat(balances.handle(new GetPastBalance("2026-03-01T23:59:59.999999+03:00"), owner.caller())
                            .orElseThrow()
                            .balance())
                    .hasToString("0.001 KWD");
        } finally {
            riyadh.close();
        }
    }

    @Test
    void nobodyReadsAnothersAndNobodyReadsWhatIsToCome() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 5);
        String now = hub.clock.instant().toString();
        Caller stranger = Caller.customer(CustomerId.next(), Set.of(CustomerPermission.WALLET_VIEW));
        var own = hub.bean(GetPastBalanceHandler.class);
        var staff = hub.bean(GetWalletPastBalanceHandler.class);
        assertThat(own.handle(new GetPastBalance(now), stranger)).isEmpty();
        assertThat(own.handle(new GetPastBalance(now), CLERK)).isEmpty();
        assertThat(staff.handle(new GetWalletPastBalance(owner.wallet(), now), CLERK)
                        .orElseThrow()
                        .balance())
                .hasToString("0.005 KWD");
        assertThat(staff.handle(new GetWalletPastBalance(WalletId.next(), now), CLERK))
                .isEmpty();
        for (String at : List.of(
                hub.clock.instant().plusNanos(1_000).toString(), "2999-01-01", "2026-02-30", "2026-02-28T24:30:00Z")) {
            assertThatThrownBy(() -> own.handle(new GetPastBalance(at), owner.caller()))
                    .as(at)
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().errors().getFirst().pointer())
                                    .isEqualTo("query/at"));
        }
    }
}
