package wallethub.invoice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.HoldId;
import wallethub.id.InvoiceId;
import wallethub.id.TransferId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.ledger.Capture;
import wallethub.ledger.Hold;
import wallethub.ledger.HoldOutcome;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.ledger.Wallet;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.Operations;
import wallethub.testing.CustomerRow;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** Invoices with the wallets, lanes and books around them, on a database of their own; the ERP is whoever asks. */
final class InvoiceFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    /** The ERP's clock is years behind: nothing may depend on it but the order of its own words. */
    static final Instant ERP_NOON = Instant.parse("2020-01-01T00:00:00Z");

    static final LocalDate DAY = LocalDate.parse("2026-03-01");

    final TestClock clock = new TestClock(NOON);
    final HikariDataSource database = pool();
    final JdbcClient jdbc = JdbcClient.create(database);
    final JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
    final Ledger ledger;
    final InvoiceStore invoices;
    private final AnnotationConfigApplicationContext context;
    private final TransactionTemplate transaction;
    private final Operations operations;
    private final MirrorInvoiceHandler mirror;
    private final PayInvoiceHandler payments;
    private final DeductInvoicesHandler deductions;
    private final AtomicInteger numbers = new AtomicInteger();

    InvoiceFixture() {
        context = PackageContext.of(
                database,
                clock,
                // So that somebody wants the events.
                Map.of(
                        "hub.kafka.brokers",
                        "127.0.0.1:1",
                        "hub.invoice.pdf",
                        "https://erp.example/i/{id}.pdf?n={number}"),
                Packages.class);
        ledger = context.getBean(Ledger.class);
        invoices = context.getBean(InvoiceStore.class);
        transaction = context.getBean(TransactionTemplate.class);
        operations = context.getBean(Operations.class);
        mirror = context.getBean(MirrorInvoiceHandler.class);
        payments = context.getBean(PayInvoiceHandler.class);
        deductions = context.getBean(DeductInvoicesHandler.class);
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.operation",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.books",
                "wallethub.invoice"
            },
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*|Fixture.*)"))
    @ComponentScan(
            basePackages = {"wallethub.correction", "wallethub.access"},
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*\\.(RefundedPayments|CorrectionStore|Audit(Log|Store)|KeyedHash)"))
    static class Packages {}

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.fresh());
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** One with an empty wallet in Kuwaiti dinars. */
    CustomerRow customer() {
        CustomerRow customer = CustomerRow.of("+9655%07d".formatted(numbers.incrementAndGet()));
        customer.insert(behind);
        inTransaction(() -> {
            ledger.openWallet(customer.wallet(), customer.id(), KWD);
            return 0;
        });
        return customer;
    }

    CustomerRow customer(String balance) {
        CustomerRow customer = customer();
        credit(customer, balance);
        return customer;
    }

    @CanIgnoreReturnValue
    TransferId credit(CustomerRow customer, String amount) {
        return post(customer, TransferKind.RECHARGE, amount);
    }

    /** Past everything but the ledger. */
    @CanIgnoreReturnValue
    TransferId post(CustomerRow customer, TransferKind kind, String amount) {
        TransferId id = TransferId.next();
        PostOutcome outcome = inTransaction(() -> ledger.post(new Transfer(
                id, kind, customer.wallet(), dinars(amount), "clearing:test", "key-" + id, clock.instant())));
        if (!(outcome instanceof PostOutcome.Posted)) {
            throw new IllegalStateException(amount + " came to " + outcome);
        }
        return id;
    }

    @CanIgnoreReturnValue
    HoldId hold(CustomerRow customer, String amount) {
        HoldId id = HoldId.next();
        inTransaction(() -> ledger.place(new Hold(
                id,
                customer.wallet(),
                dinars(amount),
                "hold-" + numbers.incrementAndGet(),
                clock.instant().plusSeconds(1_000_000))));
        return id;
    }

    void capture(HoldId hold, String amount, boolean keepRest) {
        TransferId id = TransferId.next();
        HoldOutcome.Captured outcome = inTransaction(() -> ledger.capture(
                new Capture(hold, id, dinars(amount), keepRest, "revenue:test", "key-" + id, clock.instant())));
        if (!(outcome instanceof HoldOutcome.Spent)) {
            throw new IllegalStateException(amount + " came to " + outcome);
        }
    }

    /** What is known of alerts about deductions, the oldest first: {@code open 2000 inv_...}. */
    List<String> alerts(CustomerRow customer) {
        return jdbc.sql("""
                        select case when cleared_at is null then 'open' else 'over' end || ' ' || amount_minor || ' ' || reference
                        from customer_alert where wallet_id = :wallet and kind = 'deduction_failed' order by id
                        """)
                .param("wallet", customer.wallet().text())
                .query(String.class)
                .list();
    }

    /** What was told of them: {@code alert.raised}. */
    List<String> told(CustomerRow customer) {
        return jdbc.sql("""
                        select kind from lane_event
                        where key = :key and kind like 'alert.%' and convert_from(body, 'UTF8') like '%deduction_failed%'
                        order by id
                        """)
                .param("key", customer.wallet().text())
                .query(String.class)
                .list();
    }

    Wallet wallet(CustomerRow customer) {
        return ledger.find(customer.wallet()).orElseThrow();
    }

    String balance(CustomerRow customer) {
        return wallet(customer).balance().amount();
    }

    void extent(DeductionRules.Extent extent) {
        setting("deduction", "{\"extent\":\"%s\"}".formatted(extent.name().toLowerCase(Locale.ROOT)));
    }

    /** An open invoice, due on its day. */
    MirrorInvoice open(CustomerRow customer, String total) {
        return word(customer, "i-" + numbers.incrementAndGet(), "open", total, total, 0);
    }

    /** @param seconds of its change, by the ERP's clock */
    MirrorInvoice word(CustomerRow customer, String id, String state, String total, String open, int seconds) {
        return word(customer, id, state, dinars(total), dinars(open), DAY, seconds);
    }

    static MirrorInvoice word(
            CustomerRow customer, String id, String state, Money total, Money open, LocalDate due, int seconds) {
        return new MirrorInvoice(
                "rest",
                id,
                "INV/" + id,
                "",
                customer.externalId(),
                state,
                DAY,
                due,
                total,
                open,
                "Visit",
                ERP_NOON.plusSeconds(seconds));
    }

    /** The same invoice, issued to somebody else, as the ERP says it later. */
    MirrorInvoice of(CustomerRow customer, MirrorInvoice word) {
        return new MirrorInvoice(
                word.system(),
                word.externalId(),
                word.number(),
                word.reference(),
                customer.externalId(),
                word.state(),
                word.issueDate(),
                word.dueDate(),
                word.total(),
                word.open(),
                word.text(),
                word.changedAt().plusSeconds(1));
    }

    /** The same invoice, as the ERP says it later. */
    static MirrorInvoice later(MirrorInvoice word, String state, String total, String open) {
        return new MirrorInvoice(
                word.system(),
                word.externalId(),
                word.number(),
                word.reference(),
                word.customer(),
                state,
                word.issueDate(),
                word.dueDate(),
                dinars(total),
                dinars(open),
                word.text(),
                word.changedAt().plusSeconds(1));
    }

    /** As the CRM says it. */
    void merge(CustomerRow customer, CustomerRow survivor) {
        Answer answer = operations.run("mirror-customer", Caller.system("customers-mirror"), """
                        {"externalId":"%s","version":2,"name":"A Customer","mobile":"%s","language":"en","currency":"KWD",
                         "mergedInto":"%s"}
                        """.formatted(
                        customer.externalId(), customer.mobile(), survivor.externalId())
                .getBytes(UTF_8));
        if (!(answer instanceof Answer.Settled settled) || !settled.code().equals("CUSTOMER_MERGED")) {
            throw new IllegalStateException(customer + " came to " + answer);
        }
    }

    /** What the ERP was told of a payment. */
    JsonNode told(TransferId payment) {
        return jdbc.sql("select convert_from(body, 'UTF8') from lane_event where kind = 'invoice.deducted' "
                        + "and convert_from(body, 'UTF8')::jsonb ->> 'transferId' = :payment")
                .param("payment", payment.text())
                .query((row, n) -> json(row.getString(1)))
                .single();
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** Mirrored, as a feed would have it. */
    @CanIgnoreReturnValue
    InvoiceId mirrored(MirrorInvoice word) {
        MirrorOutcome outcome = tell(word);
        if (outcome instanceof MirrorOutcome.Mirrored mirrored) {
            return mirrored.invoice();
        }
        throw new IllegalStateException(word + " came to " + outcome);
    }

    @CanIgnoreReturnValue
    MirrorOutcome tell(MirrorInvoice word) {
        return inTransaction(() -> mirror.handle(word, Caller.system("erp-feed-apply")));
    }

    Invoice shown(CustomerRow customer, InvoiceId id) {
        return invoices.find(id, customer.id()).orElseThrow();
    }

    @CanIgnoreReturnValue
    PayInvoiceOutcome pay(CustomerRow customer, InvoiceId id, String amount) {
        return pay(customer, id, dinars(amount));
    }

    /**
     * The first event registers the targets of the lanes, on a connection of its own; the hub does that at its start. A crowd that
     * has all connections would wait for it in vain.
     */
    void warmUp() {
        CustomerRow first = customer("1.000");
        pay(first, mirrored(open(first, "1.000")), "1.000");
    }

    /** As the runner of operations does it: a refusal is rolled back. */
    @CanIgnoreReturnValue
    PayInvoiceOutcome pay(CustomerRow customer, InvoiceId id, Money amount) {
        PayInvoiceOutcome outcome = transaction.execute(status -> {
            PayInvoiceOutcome came = payments.handle(
                    new PayInvoice(id.text(), amount), Caller.customer(customer.id(), CustomerPermission.ALL));
            if (payments.answer(came) instanceof Answer.Refusal) {
                status.setRollbackOnly();
            }
            return came;
        });
        return Objects.requireNonNull(outcome);
    }

    Answer answer(PayInvoiceOutcome outcome) {
        return payments.answer(outcome);
    }

    /** One delivery of lane {@code deductions}. */
    @CanIgnoreReturnValue
    DeductOutcome look(CustomerRow customer) {
        return inTransaction(
                () -> deductions.handle(new DeductInvoices(customer.wallet(), null), Caller.system("invoices-deduct")));
    }

    /** One run of the schedule; says how many wallets it has looked at later. */
    int sweep() {
        return inTransaction(() -> context.getBean(SweepDeductionsHandler.class)
                .handle(new SweepDeductions(), Caller.system("invoice-sweep")));
    }

    /** What would be deducted next, as far as the money went. */
    List<Payable> due(CustomerRow customer) {
        return context.getBean(Deductions.class).due(customer.id(), "KWD");
    }

    /** One that was caused by a recharge. */
    @CanIgnoreReturnValue
    DeductOutcome look(CustomerRow customer, InvoicedRecharge recharge) {
        return inTransaction(() ->
                deductions.handle(new DeductInvoices(customer.wallet(), recharge), Caller.system("invoices-deduct")));
    }

    /** A group of settings as two of the staff would have left it. */
    void setting(String group, String content) {
        behind.sql("""
                        insert into setting_version (group_name, version, content, changed_by, reason, changed_at)
                        select :group, coalesce(max(version), 0) + 1, :content, 'staff:t', 'a test', now()
                        from setting_version where group_name = :group
                        """).param("group", group).param("content", content).update();
    }

    /** One that ends before its commit. */
    void lookAndCrash(CustomerRow customer) {
        transaction.executeWithoutResult(status -> {
            var unused =
                    deductions.handle(new DeductInvoices(customer.wallet(), null), Caller.system("invoices-deduct"));
            status.setRollbackOnly();
        });
    }

    /** The ERP has it. */
    void confirm(TransferId payment) {
        settle(payment, Outcome.SUCCESS, "OK", true);
    }

    /** The ERP will never have it; the letter about that is not delivered yet. */
    void refuse(TransferId payment, String code) {
        settle(payment, Outcome.FATAL, code, true);
    }

    private void settle(TransferId payment, Outcome outcome, String code, boolean forGood) {
        Settlement settlement = new Settlement(
                "erp",
                7,
                "invoice.deducted",
                payment.text(),
                ("{\"transferId\":\"" + payment + "\"}").getBytes(UTF_8),
                outcome,
                code,
                "the ERP says so",
                forGood,
                null,
                outcome == Outcome.SUCCESS ? "N-1" : null,
                clock.instant());
        inTransaction(() -> {
            context.getBeanProvider(DeliveryListener.class)
                    .orderedStream()
                    .filter(listener -> listener.lane().equals("erp"))
                    .forEach(listener -> listener.settled(List.of(settlement)));
            return 0;
        });
    }

    /** One delivery of lane {@code refusals}. */
    @CanIgnoreReturnValue
    Answer.Settled settleRefusal(TransferId payment, String code) {
        return (Answer.Settled) operations.run(
                "settle-refusal", Caller.system("refusals-settle"), """
                        {"transferId":"%s","deliveryId":7,"code":"%s","settledAt":"%s"}
                        """.formatted(payment, code, clock.instant())
                        .getBytes(UTF_8));
    }

    /** The latest deduction of the invoice. */
    TransferId payment(InvoiceId invoice) {
        return jdbc.sql(
                        "select transfer_id from invoice_deduction where invoice_id = :id order by attempt desc limit 1")
                .param("id", invoice.text())
                .query((row, n) -> new TransferId(row.getString(1)))
                .single();
    }

    /** The types of the events that tell of a wallet's money, in order. */
    List<String> events(CustomerRow customer) {
        return jdbc.sql("""
                        select kind from lane_event
                        where key = :key and kind not in ('letter', 'alert.raised', 'alert.cleared') order by id
                        """)
                .param("key", customer.wallet().text())
                .query(String.class)
                .list();
    }

    /** How many letters ask for a look at the wallet. */
    long looksAskedFor(CustomerRow customer) {
        return jdbc.sql("select count(*) from lane_event where idem like 'deductions:%' and correlation_id = :wallet")
                .param("wallet", customer.wallet().text())
                .query(Long.class)
                .single();
    }

    List<String> rows(String sql) {
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

    /** Whether a transaction stands before a lock of another. */
    boolean somebodyWaits() {
        return behind.sql("select exists (select from pg_stat_activity where datname = current_database() "
                        + "and wait_event_type = 'Lock')")
                .query(Boolean.class)
                .single();
    }

    static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Money dinars(String amount) {
        return Money.parse(amount, KWD);
    }

    @CanIgnoreReturnValue
    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }

    void rolledBack(Supplier<?> work) {
        transaction.executeWithoutResult(status -> {
            var unused = work.get();
            status.setRollbackOnly();
        });
    }

    @Override
    public void close() {
        try {
            LedgerInvariants.check(database);
            InvoiceInvariants.check(jdbc);
        } finally {
            context.close();
            database.close();
        }
    }
}
