package wallethub.books;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.ledger.Ledger;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** The way back of what the ERP refuses for good, from the settle that says so to the last row. */
class RefusalTests {

    private static final Currency KWD = Currency.getInstance("KWD");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long DELIVERY = 7;

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final AnnotationConfigApplicationContext context = PackageContext.of(
            database,
            new TestClock(NOON),
            // So that somebody wants the events.
            Map.of("hub.kafka.brokers", "127.0.0.1:1"),
            Packages.class);
    private final TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
    private final Ledger ledger = context.getBean(Ledger.class);
    private final RefusalHandler handler = context.getBean(RefusalHandler.class);
    private final WalletId wallet = wallet();

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {"wallethub.mapping", "wallethub.lane", "wallethub.ledger", "wallethub.customer"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    @ComponentScan(
            basePackages = "wallethub.access",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.Audit(Log|Store)"))
    @Import({RefusalHandler.class, RefusalListener.class, RefusalStore.class})
    static class Packages {}

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(database);
        context.close();
    }

    @Test
    void aRefusedPaymentIsGivenBackOnceAndItsCustomerIsTold() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        assertSums(20_000, 0, -5_000);

        RefusalOutcome.TakenBack back = (RefusalOutcome.TakenBack) handle(payment);
        assertThat(handle(payment)).isEqualTo(new RefusalOutcome.AlreadyTakenBack(back.reversal()));
        settle(refusal(payment));
        assertThat(handle(payment)).isEqualTo(new RefusalOutcome.AlreadyTakenBack(back.reversal()));

        assertSums(20_000, 0, 0);
        assertThat(rows("""
                        select kind, business_key, amount_minor::text, posting_state from ledger_v_transfer
                        where transfer_id = '%s'
                        """.formatted(back.reversal()))).containsExactly("REVERSAL " + payment + " 5000 refused");
        assertThat(rows("select kind, key from lane_event where kind = 'payment.reversed'"))
                .containsExactly("payment.reversed " + wallet);
        assertThat(rows("select transfer_id, reversal_id, code, message from books_refusal"))
                .containsExactly(payment + " " + back.reversal() + " ENTRY_REFUSED the account is closed");
        assertThat(rows("select kind from books_task")).isEmpty();
    }

    @Test
    void moneyThatCameInStandsAndFinanceHasOneTask() {
        TransferId recharge = post(TransferKind.RECHARGE, 3_000);
        settle(refusal(recharge));

        assertThat(handle(recharge)).isEqualTo(new RefusalOutcome.Stands());
        assertThat(handle(recharge)).isEqualTo(new RefusalOutcome.Stands());

        assertSums(20_000, 0, 3_000);
        assertThat(rows("select kind, transfer_id, code, message, done_by from books_task"))
                .containsExactly("REFUSED_BY_ERP " + recharge + " ENTRY_REFUSED the account is closed null");
        assertThat(rows("select id from ledger_transfer where kind = 'REVERSAL'"))
                .isEmpty();

        settle(settlement(recharge, Outcome.SUCCESS, "OK", true));
        assertThat(rows("select done_by from books_task")).containsExactly("erp");
        assertSums(23_000, 0, 0);
    }

    @Test
    void whatTheErpHasByNowIsLeftAlone() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        settle(settlement(payment, Outcome.SUCCESS, "OK", true));

        assertThat(handle(payment)).isEqualTo(new RefusalOutcome.Overtaken());

        assertSums(15_000, 0, 0);
        assertThat(rows("select transfer_id from books_refusal")).isEmpty();
    }

    @Test
    void nothingIsGivenBackWhileSomebodyReplaysIt() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        deadLetter("replaying", false);

        assertThat(handle(payment)).isEqualTo(new RefusalOutcome.Replaying());

        assertSums(20_000, 0, -5_000);
        assertThat(rows("select state from lane_dead_letter")).containsExactly("replaying");
    }

    @Test
    void nothingIsGivenBackThatMayHaveHappened() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        deadLetter("open", true);

        assertThat(handle(payment)).isEqualTo(new RefusalOutcome.Undecided());

        assertSums(20_000, 0, -5_000);
        assertThat(rows("select state from lane_dead_letter")).containsExactly("open");
    }

    @Test
    void theDeadLetterOfAPaymentIsClosedSoThatNobodySendsItAgain() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        deadLetter("open", false);

        assertThat(handle(payment)).isInstanceOf(RefusalOutcome.TakenBack.class);

        assertThat(rows("select state, code from lane_dead_letter")).containsExactly("discarded ENTRY_REFUSED");
        assertThat(rows("select verb, actor, detail, result from lane_dead_letter_action"))
                .containsExactly("discard system:refusals-settle TAKEN_BACK discarded now");
        assertThat(letters()).hasSize(1);
    }

    @Test
    void postedAfterItsReversalItIsATaskAndTheWalletKeepsItsMoney() {
        TransferId payment = payment(-5_000);
        settle(refusal(payment));
        TransferId reversal = ((RefusalOutcome.TakenBack) handle(payment)).reversal();

        settle(settlement(payment, Outcome.SUCCESS, "OK", true));
        settle(settlement(payment, Outcome.SUCCESS, "OK", true));

        assertSums(15_000, 0, 5_000);
        assertThat(rows("select kind, transfer_id, done_by from books_task"))
                .containsExactly("POSTED_AFTER_REVERSAL " + payment + " null");
        assertThatThrownBy(() -> settle(settlement(reversal, Outcome.SUCCESS, "OK", true)))
                .hasMessageContaining("never sent to the ERP");
        assertSums(15_000, 0, 5_000);
    }

    @Test
    void aRefusalNamesTheExactOppositeOrNothing() {
        TransferId payment = payment(-5_000);
        TransferId other = post(TransferKind.REVERSAL, 5_000);
        assertThatThrownBy(() -> jdbc.sql("""
                                insert into books_refusal (transfer_id, reversal_id, delivery_id, code, settled_at)
                                values (:payment, :other, 1, 'C', now())
                                """)
                        .param("payment", payment.text())
                        .param("other", other.text())
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("not the exact opposite");
        assertThatThrownBy(() -> JdbcClient.create(TestDatabase.behind(database))
                        .sql("delete from books_refusal")
                        .update())
                .hasMessageContaining("stays as it was written");
    }

    @Test
    void aLetterIsWrittenForWhatEndedForGoodAndForNothingElse() {
        TransferId payment = payment(-5_000);
        settle(
                settlement(payment, Outcome.RETRY, "C", false),
                settlement(payment, Outcome.UNKNOWN, "C", false),
                settlement(payment, Outcome.FATAL, "LOOKUP_MISS", false),
                settlement(payment, Outcome.SUCCESS, "C", true),
                settlement(payment, Outcome.DISCARD, RefusalHandler.TAKEN_BACK, true),
                new Settlement(
                        "erp",
                        1,
                        "customer.mirrored",
                        "k",
                        "{}".getBytes(UTF_8),
                        Outcome.FATAL,
                        "C",
                        null,
                        true,
                        null,
                        null,
                        NOON));
        assertThat(letters()).isEmpty();

        settle(refusal(payment), refusal(payment), settlement(payment, Outcome.DISCARD, "BY_HAND", true));

        assertThat(letters()).containsExactly(payment + " hub.refusal");
    }

    private RefusalOutcome handle(TransferId transfer) {
        return inTransaction(() -> handler.handle(
                new RefusedTransfer(transfer, DELIVERY, "ENTRY_REFUSED", "the account is closed", NOON),
                Caller.system("refusals-settle")));
    }

    private void settle(Settlement... settlements) {
        inTransaction(() -> {
            context.getBeanProvider(DeliveryListener.class)
                    .orderedStream()
                    .forEach(listener -> listener.settled(List.of(settlements)));
            return 0;
        });
    }

    private static Settlement refusal(TransferId transfer) {
        return settlement(transfer, Outcome.FATAL, "ENTRY_REFUSED", true);
    }

    private static Settlement settlement(TransferId transfer, Outcome outcome, String code, boolean forGood) {
        return new Settlement(
                "erp",
                DELIVERY,
                "order.paid",
                transfer.text(),
                ("{\"transferId\":\"" + transfer + "\"}").getBytes(UTF_8),
                outcome,
                code,
                "the account is closed",
                forGood,
                null,
                outcome == Outcome.SUCCESS ? "N-1" : null,
                NOON);
    }

    private void deadLetter(String state, boolean unknown) {
        JdbcClient.create(TestDatabase.behind(database))
                .sql("""
                        insert into lane_dead_letter (target, shard, event_id, key, kind, idem, class, unknown, code, owner,
                            runbook, on_poison, state, event_at, retention)
                        select lane_target_add('erp'), 0, :delivery, 'k', 'order.paid', 'i', 'fatal', :unknown, 'ENTRY_REFUSED',
                            'finance', 'r', 'skip', :state, now(), interval '90 days'
                        """)
                .param("delivery", DELIVERY)
                .param("unknown", unknown)
                .param("state", state)
                .update();
    }

    private List<String> letters() {
        return rows("select key, mapping from lane_event where idem like 'refusals:%'");
    }

    private WalletId wallet() {
        WalletId opened = WalletId.next();
        inTransaction(() -> {
            ledger.openWallet(opened, CustomerId.next(), KWD);
            return 0;
        });
        TransferId first = post(opened, TransferKind.RECHARGE, 20_000);
        settle(settlement(first, Outcome.SUCCESS, "OK", true));
        return opened;
    }

    private TransferId payment(long minor) {
        return post(TransferKind.PAYMENT, minor);
    }

    private TransferId post(TransferKind kind, long minor) {
        return post(wallet, kind, minor);
    }

    private TransferId post(WalletId to, TransferKind kind, long minor) {
        TransferId id = TransferId.next();
        inTransaction(() ->
                ledger.post(new Transfer(id, kind, to, new Money(minor, KWD), "revenue:orders", "key-" + id, NOON)));
        return id;
    }

    private void assertSums(long confirmed, long inFlight, long refused) {
        assertThat(ledger.find(wallet).orElseThrow())
                .extracting(Wallet::erpConfirmed, Wallet::inFlight, Wallet::refused)
                .containsExactly(new Money(confirmed, KWD), new Money(inFlight, KWD), new Money(refused, KWD));
    }

    private List<String> rows(String sql) {
        return jdbc.sql(sql)
                .query((row, n) -> {
                    StringBuilder text = new StringBuilder(String.valueOf(row.getObject(1)));
                    for (int i = 2; i <= row.getMetaData().getColumnCount(); i++) {
                        text.append(' ').append(row.getObject(i));
                    }
                    return text.toString();
                })
                .list();
    }

    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }
}
