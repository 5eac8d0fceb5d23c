package wallethub.recharge;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.gateway.PaymentEvent;
import wallethub.id.CustomerId;
import wallethub.id.RechargeId;
import wallethub.id.WalletId;
import wallethub.lane.Origin;
import wallethub.ledger.Ledger;
import wallethub.money.Money;
import wallethub.operation.Batched;
import wallethub.operation.Cursors;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

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
    private int references;

    RechargeFixture(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(defaults());
        all.putAll(settings);
        context = PackageContext.of(database, clock, all, Packages.class, Cursors.class);
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

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.gateway",
                "wallethub.ledger",
                "wallethub.customer",
                "wallethub.recharge"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"))
    static class Packages {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A customer with a wallet, and a pending recharge of that amount. */
    Recharge pending(String amount) {
        return pending(amount, "KWD", ACCOUNT);
    }

    Recharge pending(String amount, String currency, String account) {
        return pending(amount, currency, account, CustomerId.next(), WalletId.next());
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
                money,
                money.minus(money),
                RechargeState.PENDING,
                null,
                "https://portal.example/back",
                "nonce",
                null,
                null,
                NOW,
                NOW.plus(Duration.ofHours(1)),
                0);
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
    static Event event(Recharge recharge, PaymentEvent.Type type, String payment) {
        return new Event(recharge, type, payment);
    }

    /** Builds one event, starting from a capture of all that was asked. */
    static final class Event {

        private static int events;

        private final Recharge recharge;
        private final PaymentEvent.Type type;
        private final @Nullable String payment;
        private @Nullable String reference;
        private String account;
        private Money amount;
        private long captured;
        private long refunded;
        private boolean live;
        private Instant at = NOW.plusSeconds(30);
        private PaymentEvent.Confirmation confirmation = PaymentEvent.Confirmation.CONFIRMED_BY_API;
        private @Nullable String discrepancy;

        private Event(Recharge recharge, PaymentEvent.Type type, String payment) {
            this.recharge = recharge;
            this.type = type;
            this.payment = payment;
            reference = recharge.reference();
            account = recharge.account();
            live = account.equals(OTHER_ACCOUNT);
            amount = recharge.amount();
            captured = type == PaymentEvent.Type.PAYMENT_CAPTURED ? amount.minorUnits() : 0;
        }

        Event captured(long minor) {
            captured = minor;
            return this;
        }

        Event refunded(long minor) {
            refunded = minor;
            return this;
        }

        Event amount(Money other) {
            amount = other;
            captured = type == PaymentEvent.Type.PAYMENT_CAPTURED ? other.minorUnits() : 0;
            return this;
        }

        Event reference(@Nullable String other) {
            reference = other;
            return this;
        }

        Event account(String other) {
            account = other;
            return this;
        }

        Event live(boolean mode) {
            live = mode;
            return this;
        }

        Event at(Instant when) {
            at = when;
            return this;
        }

        Event signedOnly() {
            confirmation = PaymentEvent.Confirmation.SIGNED_ONLY;
            return this;
        }

        Event unsigned() {
            confirmation = PaymentEvent.Confirmation.UNSIGNED;
            return this;
        }

        Event discrepancy(String found) {
            discrepancy = found;
            return this;
        }

        PaymentEvent build() {
            events++;
            return new PaymentEvent(
                    PaymentEvent.SCHEMA,
                    "stripe",
                    account,
                    "evt_" + events,
                    payment,
                    "cs_" + recharge.reference(),
                    null,
                    reference,
                    type,
                    PaymentEvent.Amount.of(amount),
                    new PaymentEvent.Cumulative(captured, captured, refunded),
                    at,
                    live,
                    false,
                    null,
                    null,
                    confirmation,
                    discrepancy);
        }
    }
}
