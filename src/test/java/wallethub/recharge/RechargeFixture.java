package wallethub.recharge;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.lane.Origin;
import wallethub.ledger.Ledger;
import wallethub.money.Money;
import wallethub.operation.Batched;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.StaffApi;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;
import wallethub.testing.TestStaff;

/** The packages from lanes to recharges on a database of their own, without HTTP and without Camel. */
final class RechargeFixture implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String ACCOUNT = "main";
    static final String OTHER_ACCOUNT = "other";

    final TestClock clock = new TestClock(NOW);
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    private final AnnotationConfigApplicationContext context;
    final TransactionTemplate transaction;
    final Ledger ledger;
    final RechargeStore recharges;
    final TestStaff staff;
    private final AtomicInteger keys = new AtomicInteger();
    private @Nullable StaffApi api;
    private int references;

    RechargeFixture(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(defaults());
        all.putAll(settings);
        context = PackageContext.of(database, clock, all, Packages.class, TestStaff.class);
        staff = context.getBean(TestStaff.class);
        transaction = context.getBean(TransactionTemplate.class);
        ledger = context.getBean(Ledger.class);
        recharges = context.getBean(RechargeStore.class);
    }

    private static Map<String, Object> defaults() {
        Map<String, Object> settings = new HashMap<>();
        account(settings, ACCOUNT, "KWD", "false");
        account(settings, OTHER_ACCOUNT, "USD", "true");
        settings.put("hub.gateway.accounts.other.confirmation", "signature");
        settings.put("hub.recharge.return-urls[0]", "https://portal.example");
        return settings;
    }

    private static void account(Map<String, Object> settings, String id, String currency, String live) {
        String prefix = "hub.gateway.accounts." + id + ".";
        settings.put(prefix + "gateway", "stripe");
        settings.put(prefix + "currency", currency);
        settings.put(prefix + "endpoint-id", "ep-" + id + "-0123456789abcdef0123");
        settings.put(prefix + "live", live);
        settings.put(prefix + "api-key", "sk_test_" + id);
        settings.put(prefix + "secrets[0]", "whsec_" + id + "_0123456789abcdef");
    }

    @EnableTransactionManagement
    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.operation",
                "wallethub.approval",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.recharge"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(\\.camel\\..*|Tests.*)"))
    @ComponentScan(
            basePackages = "wallethub.access",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.(Audit(Log|Store)|KeyedHash)"))
    static class Packages {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What the staff ask for about money that comes in. */
    StaffApi api() {
        StaffApi known = api;
        if (known == null) {
            known = new StaffApi(context, "recharges", "approvals");
            api = known;
        }
        return known;
    }

    /** An Idempotency-Key that no other request has. */
    String key() {
        return "key-of-the-tests-" + keys.incrementAndGet();
    }

    StaffApi.Reply approve(String approval, Caller caller) {
        return api().call(
                        "approve",
                        caller,
                        StaffApi.Request.post("/approvals/" + approval + "/approve")
                                .with("if-match", "\"1\""));
    }

    /** What offers bank transfers in dinars, and tells customers by SMS what became of them. */
    static Map<String, Object> bankAccount() {
        String prefix = "hub.recharge.bank-transfer.accounts.kwd.";
        return Map.of(
                prefix + "holder",
                "Wallet Hub W.L.L.",
                prefix + "bank",
                "Bank of the Tests",
                prefix + "iban",
                "KW81 CBKU 0000 0000 0000 1234 5601 01",
                prefix + "bic",
                "CBKUKWKW",
                "hub.sms.url",
                "http://localhost:1",
                "hub.sms.token",
                "token-of-a-provider-that-nobody-calls");
    }

    /** A customer as the CRM told of them, with an empty wallet. */
    Customer customer(String currency) {
        CustomerId id = CustomerId.next();
        WalletId wallet = WalletId.next();
        references++;
        transaction.executeWithoutResult(status -> {
            ledger.openWallet(wallet, id, java.util.Currency.getInstance(currency));
            jdbc.sql("""
                            insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                                changed_at, mirrored_at)
                            values (:id, :wallet, :external, 'N', :mobile, 'en', :currency, 1, :now, :now)
                            """)
                    .param("id", id.text())
                    .param("wallet", wallet.text())
                    .param("external", "C-" + references)
                    .param("mobile", "+9655000%04d".formatted(references))
                    .param("currency", currency)
                    .param("now", NOW.atOffset(ZoneOffset.UTC))
                    .update();
        });
        return bean(Customers.class).find(id).orElseThrow();
    }

    /** A bank transfer that this customer has announced. */
    Recharge announced(Customer customer, String amount) {
        BankTransfers transfers = bean(BankTransfers.class);
        Money money = Money.parse(amount, customer.currency());
        CreateRecharge wish = new CreateRecharge(money, "bank_transfer", null, null);
        RechargeView view = transaction.execute(status -> transfers.announce(
                wish, customer, transfers.usualAccount(money.currency()).orElseThrow()));
        return recharges.findByReference(view.reference()).orElseThrow();
    }

    /** A customer with a wallet, and a pending recharge of that amount. */
    Recharge pending(String amount) {
        return pending(amount, "KWD", ACCOUNT);
    }

    Recharge pending(String amount, String currency, String account) {
        return pending(amount, currency, account, CustomerId.next(), WalletId.next());
    }

    /** One that was made at that moment. */
    Recharge pendingAt(Instant createdAt, String amount) {
        Duration ahead = Duration.between(clock.instant(), createdAt);
        clock.advance(ahead);
        try {
            return pending(amount);
        } finally {
            clock.advance(ahead.negated());
        }
    }

    /** Another one of the same customer. */
    Recharge anotherPending(Recharge other, String amount) {
        return pending(amount, other.amount().currencyCode(), other.account(), other.customer(), other.wallet());
    }

    private Recharge pending(String amount, String currency, String account, CustomerId customer, WalletId wallet) {
        Money money = Money.parse(amount, java.util.Currency.getInstance(currency));
        references++;
        Recharge recharge = new Recharge(
                RechargeId.next(),
                "RCH-" + references,
                customer,
                "C-" + references,
                wallet,
                "stripe",
                account,
                RechargeMethod.CARD,
                money,
                money.minus(money),
                RechargeState.PENDING,
                null,
                "https://portal.example/back",
                "nonce",
                null,
                null,
                clock.instant(),
                clock.instant().plus(Duration.ofHours(1)),
                0,
                null);
        transaction.executeWithoutResult(status -> {
            ledger.openWallet(wallet, customer, money.currency());
            recharges.insert(recharge, NOW, NOW.plus(Duration.ofMinutes(2)));
        });
        return recharge;
    }

    PaymentOutcome apply(PaymentEvent event) {
        ApplyPaymentHandler handler = bean(ApplyPaymentHandler.class);
        return transaction.execute(status -> handler.handle(event, Caller.system("payments-apply")));
    }

    /** All of them in one transaction. */
    List<PaymentOutcome> applyTogether(List<PaymentEvent> events) {
        ApplyPaymentHandler handler = bean(ApplyPaymentHandler.class);
        Caller caller = Caller.system("payments-apply");
        List<Batched<PaymentEvent>> batch = events.stream()
                .map(event -> new Batched<>(event, caller, Origin.current()))
                .toList();
        return transaction.execute(status -> handler.handle(batch));
    }

    RechargeState state(Recharge recharge) {
        return recharges.findByReference(recharge.reference()).orElseThrow().state();
    }

    Money balance(Recharge recharge) {
        return ledger.find(recharge.wallet()).orElseThrow().balance();
    }

    long count(String table) {
        return switch (table) {
            case "receipts" -> number("select count(*) from recharge_receipt");
            case "parks" -> number("select count(*) from recharge_park");
            case "tasks" -> number("select count(*) from recharge_task");
            case "transfers" -> number("select count(*) from ledger_transfer");
            case "events" -> number("select count(*) from lane_event");
            default -> throw new IllegalArgumentException(table);
        };
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    List<String> parkReasons() {
        return jdbc.sql("select reason from recharge_park order by id")
                .query(String.class)
                .list();
    }

    Optional<String> onlyTask() {
        return jdbc.sql("select kind from recharge_task").query(String.class).optional();
    }

    @Override
    public void close() {
        LedgerInvariants.check(database);
        context.close();
    }

    /** A payment event about a recharge, confirmed by the API unless said otherwise. */
    static EventBuilder event(Recharge recharge, PaymentEvent.Type type, String payment) {
        return new EventBuilder(recharge, type, payment);
    }
}
