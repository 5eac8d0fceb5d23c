package wallethub.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.reporting.ReportingFixture.cursor;
import static wallethub.reporting.ReportingFixture.filter;
import static wallethub.reporting.ReportingFixture.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.id.TransferId;
import wallethub.ledger.TransferKind;
import wallethub.operation.ItemPage;
import wallethub.problem.ProblemException;
import wallethub.reporting.ReportingFixture.Owner;

class ListTransactionsTests {

    private static ReportingFixture hub;

    @BeforeAll
    static void start() {
        hub = new ReportingFixture();
    }

    @AfterAll
    static void theLedgerIsWhole() {
        hub.close();
    }

    /** Whatever is booked between the reads: the pages together are the numbers from asOf down to 1, each once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void pagesWithoutAFilterShiftNothing(long seed) {
        Random random = new Random(seed);
        Owner owner = hub.owner();
        post(owner, random, random.nextInt(60));
        int size = 1 + random.nextInt(12);
        List<Long> seen = new ArrayList<>();
        ItemPage<TransactionView> read = hub.list(owner, page(1, size, null)).orElseThrow();
        long asOf = Objects.requireNonNull(read.asOf());
        seen.addAll(numbers(read));
        for (long number = 2; read.next() != null; number++) {
            post(owner, random, random.nextInt(5));
            assertThat(read.next()).isEqualTo("?page=" + number + "&size=" + size + "&asOf=" + asOf);
            read = hub.list(owner, page(number, size, asOf)).orElseThrow();
            assertThat(read.page().number()).isEqualTo(number);
            assertThat(read.page().totalItems()).isEqualTo(asOf);
            assertThat(read.page().totalPages()).isEqualTo(Math.ceilDiv(asOf, (long) size));
            assertThat(read.items()).hasSizeBetween(1, size);
            seen.addAll(numbers(read));
        }
        assertThat(seen)
                .as("seed " + seed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, asOf)
                        .map(n -> asOf + 1 - n)
                        .boxed()
                        .toList());
    }

    /** The same by cursors, with a filter, while the clock of another instance runs a little behind. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void pagesWithAFilterShiftNothing(long seed) {
        Random random = new Random(seed);
        Owner owner = hub.owner();
        post(owner, random, 20 + random.nextInt(60));
        String kind = random.nextBoolean() ? "recharge" : null;
        Instant from = random.nextBoolean() ? recorded(owner, random) : null;
        Instant to = from == null || random.nextBoolean() ? recorded(owner, random) : null;
        if (from != null && to != null && to.isBefore(from)) {
            to = from.plusSeconds(1);
        }
        List<Long> expected = matching(owner, kind, from, to);
        int size = 1 + random.nextInt(7);
        List<Long> seen = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            ItemPage<TransactionView> read = hub.list(owner, filter(size, kind, text(from), text(to), cursor))
                    .orElseThrow();
            pages++;
            assertThat(read.page().number()).isEqualTo(pages);
            assertThat(read.page().totalItems()).isEqualTo(expected.size());
            assertThat(read.page().totalIsExact()).isTrue();
            seen.addAll(numbers(read));
            cursor = cursor(read);
            post(owner, random, random.nextInt(3));
        } while (cursor != null && pages < 200);
        assertThat(seen).as("seed " + seed).containsExactlyElementsOf(expected);
    }

    private static void post(Owner owner, Random random, int count) {
        for (int i = 0; i < count; i++) {
            // Two instances whose clocks differ, and postings that waited for the wallet's lock.
            hub.clock.advance(Duration.ofMillis(random.nextInt(120_000) - 20_000));
            hub.post(
                    owner, random.nextInt(3) == 0 ? TransferKind.RECHARGE : TransferKind.REFUND, 1 + random.nextInt(9));
        }
    }

    private static Instant recorded(Owner owner, Random random) {
        List<Instant> all = hub.jdbc
                .sql("select recorded_at from ledger_entry where wallet_id = :wallet order by number")
                .param("wallet", owner.wallet().text())
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .list();
        return all.get(random.nextInt(all.size()));
    }

    private static List<Long> matching(
            Owner owner, @Nullable String kind, @Nullable Instant from, @Nullable Instant to) {
        return hub.jdbc
                .sql("""
                        select e.number from ledger_entry e join ledger_transfer t on t.id = e.transfer_id
                        where e.wallet_id = :wallet and (cast(:kind as text) is null or t.kind = :kind)
                            and e.recorded_at >= cast(:from as timestamptz) and e.recorded_at < cast(:to as timestamptz)
                        order by e.number desc
                        """)
                .param("wallet", owner.wallet().text())
                .param("kind", kind == null ? null : kind.toUpperCase(Locale.ROOT))
                .param("from", from == null ? "-infinity" : from.toString())
                .param("to", to == null ? "infinity" : to.toString())
                .query(Long.class)
                .list();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static List<Long> numbers(ItemPage<TransactionView> page) {
        return page.items().stream().map(TransactionView::number).toList();
    }

    @Test
    void aPlainDateBeginsAtMidnightInRiyadh() {
        ReportingFixture riyadh = new ReportingFixture();
        try {
            Owner owner = riyadh.owner();
            // Riyadh is three hours ahead: its second of March begins at nine in the evening of the first.
            riyadh.clock.advance(Duration.between(ReportingFixture.NOON, Instant.parse("2026-03-01T20:59:59.999999Z")));
            riyadh.post(owner, TransferKind.RECHARGE, 1);
            riyadh.clock.advance(Duration.ofNanos(1_000));
            riyadh.post(owner, TransferKind.RECHARGE, 2);

            assertThat(found(riyadh, owner, "2026-03-02", null)).containsExactly(2L);
            assertThat(found(riyadh, owner, null, "2026-03-02")).containsExactly(1L);
            assertThat(found(riyadh, owner, "2026-03-01", "2026-03-02")).containsExactly(1L);
            assertThat(found(riyadh, owner, "2026-03-02", "2026-03-02")).isEmpty();
            assertThat(found(riyadh, owner, "2026-03-02", "2026-03-03")).containsExactly(2L);
            assertThat(found(riyadh, owner, "2026-03-01T21:00:00Z", null)).containsExactly(2L);
            assertThat(found(riyadh, owner, "2026-03-02T00:00:00+03:00", null)).containsExactly(2L);
            assertThat(found(riyadh, owner, null, "2026-03-01T21:00:00Z")).containsExactly(1L);
            assertThat(found(riyadh, owner, "2026-03-01T20:59:59.999999Z", "2026-03-01T21:00:00.000001Z"))
                    .containsExactly(2L, 1L);
        } finally {
            riyadh.close();
        }
    }

    private static List<Long> found(ReportingFixture at, Owner owner, @Nullable String from, @Nullable String to) {
        ItemPage<TransactionView> page =
                at.list(owner, filter(10, null, from, to, null)).orElseThrow();
        assertThat(page.page().totalItems()).isEqualTo(page.items().size());
        return numbers(page);
    }

    @Test
    void showsDebitAndCreditAndTheBalanceAfterEach() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 12_500);
        TransferId paid = hub.post(owner, TransferKind.PAYMENT, -2_345);
        List<TransactionView> items =
                hub.list(owner, page(1, 10, null)).orElseThrow().items();
        assertThat(items.getFirst()).satisfies(debit -> {
            assertThat(debit.id()).isEqualTo(paid);
            assertThat(debit.reference()).isEqualTo(paid.text());
            assertThat(debit.kind()).isEqualTo("payment");
            assertThat(debit.debit()).hasToString("2.345 KWD");
            assertThat(debit.credit()).isNull();
            assertThat(debit.balanceAfter()).hasToString("10.155 KWD");
            assertThat(debit.erp()).isEqualTo(new TransactionView.Erp("in_flight", null));
        });
        assertThat(items.getLast().credit()).hasToString("12.500 KWD");
        assertThat(items.getLast().debit()).isNull();
    }

    @Test
    void anEmptyWalletHasOneEmptyPage() {
        ItemPage<TransactionView> page =
                hub.list(hub.owner(), page(1, 10, null)).orElseThrow();
        assertThat(page.items()).isEmpty();
        assertThat(page.asOf()).isZero();
        assertThat(page.next()).isNull();
        ItemPage<TransactionView> none =
                hub.list(hub.owner(), filter(10, "payment", null, null, null)).orElseThrow();
        assertThat(none.items()).isEmpty();
        assertThat(none.page().totalItems()).isZero();
        assertThat(none.next()).isNull();
    }

    @Test
    void aPageBehindTheLastIsEmpty() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 5);
        ItemPage<TransactionView> page =
                hub.list(owner, page(1_000_000_000, 100, null)).orElseThrow();
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isNull();
        assertThat(page.page().totalItems()).isEqualTo(1);
    }

    @Test
    void nobodySeesAnothersLines() {
        Owner owner = hub.owner();
        TransferId id = hub.post(owner, TransferKind.RECHARGE, 5);
        Owner other = hub.owner();
        var one = hub.bean(GetTransactionHandler.class);
        assertThat(one.handle(new GetTransaction(id.text()), owner.caller())).isPresent();
        assertThat(one.handle(new GetTransaction(id.text()), other.caller())).isEmpty();
        assertThat(one.handle(new GetTransaction(TransferId.next().text()), other.caller()))
                .isEmpty();
        assertThat(one.handle(new GetTransaction("trf_nonsense"), other.caller()))
                .isEmpty();
        assertThat(hub.list(other, page(1, 10, null)).orElseThrow().items()).isEmpty();
        assertThat(hub.list(other, filter(10, "recharge", null, null, null))
                        .orElseThrow()
                        .items())
                .isEmpty();
    }

    @Test
    void aCursorIsGoodForItsOwnerAndItsFilterOnly() {
        Owner owner = hub.owner();
        post(owner, new Random(7), 30);
        String cursor =
                cursor(hub.list(owner, filter(2, "refund", null, null, null)).orElseThrow());
        assertThat(cursor).isNotNull();
        assertUnfit("cursor", hub.owner(), filter(2, "refund", null, null, cursor));
        assertUnfit("cursor", owner, filter(2, "recharge", null, null, cursor));
        assertUnfit("cursor", owner, filter(3, "refund", null, null, cursor));
        assertUnfit("cursor", owner, filter(2, "refund", "2026-01-01", null, cursor));
        assertUnfit("cursor", owner, filter(2, "refund", null, null, cursor + "AAAA"));
        assertUnfit("cursor", owner, filter(2, null, null, null, cursor));
        assertThat(hub.list(owner, filter(2, "refund", null, null, cursor))).isPresent();
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        Owner owner = hub.owner();
        hub.post(owner, TransferKind.RECHARGE, 5);
        assertUnfit("asOf", owner, page(1, 10, 2L));
        assertUnfit("asOf", owner, new ListTransactions(1, 10, 1L, null, "recharge", null, null));
        assertUnfit("page", owner, new ListTransactions(2, 10, null, null, "recharge", null, null));
        assertUnfit("to", owner, filter(10, null, "2026-03-02", "2026-03-01", null));
        assertUnfit("from", owner, filter(10, null, "2026-02-30", null, null));
        assertUnfit("to", owner, filter(10, null, null, "2026-02-28T24:30:00Z", null));
    }

    private static void assertUnfit(String parameter, Owner owner, ListTransactions command) {
        assertThatThrownBy(() -> hub.list(owner, command)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.code().name()).isEqualTo("VALIDATION_FAILED");
            assertThat(e.problem().errors().getFirst().pointer()).isEqualTo("query/" + parameter);
        });
    }
}
