package wallethub.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.customer.MirrorOutcome.CurrencyChanged;
import wallethub.customer.MirrorOutcome.Merged;
import wallethub.customer.MirrorOutcome.MergedBefore;
import wallethub.customer.MirrorOutcome.MergedInCircle;
import wallethub.customer.MirrorOutcome.Mirrored;
import wallethub.customer.MirrorOutcome.OldVersion;
import wallethub.customer.MirrorOutcome.SurvivorUnknown;
import wallethub.customer.MirrorOutcome.Unchanged;
import wallethub.id.CustomerId;
import wallethub.ledger.Ledger;
import wallethub.testing.LedgerInvariants;
import wallethub.testing.LoginKeys;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

class CustomerMirrorTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TestClock clock = new TestClock(NOON);
    private final Ledger ledger = new Ledger(jdbc, clock);
    private final Customers customers = new Customers(jdbc);
    private final CustomerMirror mirror = new CustomerMirror(jdbc, ledger, LoginKeys.keyedHash(), clock);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

    @AfterEach
    void invariantsHold() {
        LedgerInvariants.check(database);
    }

    @Test
    void aNewCustomerGetsAWalletAndIsTold() {
        var event = mirrored(apply("C1", 1, "Noor", "KWD")).event();

        assertThat(event).satisfies(told -> {
            assertThat(told.externalId()).isEqualTo("C1");
            assertThat(told.name()).isEqualTo("Noor");
            assertThat(told.occurredAt()).isEqualTo(MORNING);
        });
        var customer = customers.findByExternalId("C1").orElseThrow();
        assertThat(customers.find(customer.id())).contains(customer);
        assertThat(customer.wallet()).isEqualTo(event.walletId());
        assertThat(ledger.find(customer.wallet()).orElseThrow()).satisfies(wallet -> {
            assertThat(wallet.customer()).isEqualTo(customer.id());
            assertThat(wallet.balance().currencyCode()).isEqualTo("KWD");
        });
        assertThat(ledger.findByCustomer(customer.id())).isEqualTo(ledger.find(customer.wallet()));
    }

    @Test
    void aChangeIsToldAndKeepsTheWallet() {
        var first = mirrored(apply("C1", 1, "Noor", "KWD")).event();

        var second = mirrored(apply("C1", 3, "Noor A.", "KWD")).event();

        assertThat(second.walletId()).isEqualTo(first.walletId());
        assertThat(second.customerId()).isEqualTo(first.customerId());
        assertThat(second.eventId()).isNotEqualTo(first.eventId());
        assertThat(customers.findByExternalId("C1").orElseThrow().name()).isEqualTo("Noor A.");
    }

    @Test
    void anOlderVersionAfterANewerChangesNothing() {
        apply("C1", 7, "Noor A.", "KWD");

        assertThat(apply("C1", 6, "Noor", "KWD")).isEqualTo(new OldVersion(7));
        assertThat(apply("C1", 7, "Someone", "KWD")).isEqualTo(new OldVersion(7));

        assertThat(customers.findByExternalId("C1").orElseThrow())
                .extracting(Customer::name, Customer::version)
                .containsExactly("Noor A.", 7L);
    }

    @Test
    void aNewerVersionThatSaysTheSameTellsNobody() {
        var event = mirrored(apply("C1", 1, "Noor", "KWD")).event();

        assertThat(apply("C1", 2, "Noor", "KWD")).isEqualTo(new Unchanged(event.customerId()));

        assertThat(apply("C1", 2, "Noor", "KWD")).isEqualTo(new OldVersion(2));
    }

    @Test
    void aWalletKeepsItsCurrency() {
        apply("C1", 1, "Noor", "KWD");

        assertThat(apply("C1", 2, "Noor A.", "USD"))
                .isEqualTo(new CurrencyChanged(Currency.getInstance("KWD"), Currency.getInstance("USD")));

        assertThat(customers.findByExternalId("C1").orElseThrow())
                .extracting(Customer::name, Customer::version)
                .containsExactly("Noor", 1L);
    }

    @Test
    void aMergedCustomerIsAnsweredWithTheSurvivor() {
        var gone = mirrored(apply("C1", 1, "Noor", "KWD")).event();
        var survivor = mirrored(apply("C2", 1, "Noor A.", "KWD")).event();

        assertThat(merge("C1", 2, "C2"))
                .isEqualTo(new Merged(
                        customers.findItself(gone.customerId()),
                        customers.find(survivor.customerId()).orElseThrow()));

        assertThat(found(gone.customerId())).isEqualTo(survivor.customerId());
        assertThat(customers.findByExternalId("C1").orElseThrow().id()).isEqualTo(survivor.customerId());
        assertThat(ledger.findByCustomer(gone.customerId())).isPresent();
        assertThat(apply("C1", 3, "Noor B.", "KWD")).isEqualTo(new MergedBefore());
        assertThat(merge("C1", 2, "C2")).isEqualTo(new OldVersion(2));
    }

    @Test
    void aChainOfMergesLeadsToItsEnd() {
        var first = mirrored(apply("C1", 1, "Noor", "KWD")).event();
        apply("C2", 1, "Noor", "KWD");
        var last = mirrored(apply("C3", 1, "Noor", "KWD")).event();
        merge("C1", 2, "C2");
        merge("C2", 2, "C3");

        assertThat(found(first.customerId())).isEqualTo(last.customerId());
        assertThat(merge("C3", 2, "C1")).isEqualTo(new MergedInCircle());
        assertThat(merge("C3", 2, "C3")).isEqualTo(new MergedInCircle());
        assertThat(found(last.customerId())).isEqualTo(last.customerId());
    }

    @Test
    void aCustomerThatWeNeverSawCanBeMergedAway() {
        var survivor = mirrored(apply("C2", 1, "Noor", "KWD")).event();
        assertThat(merge("C1", 5, "C2"))
                .isEqualTo(new Merged(
                        Optional.empty(), customers.find(survivor.customerId()).orElseThrow()));
        assertThat(customers.findByExternalId("C1").orElseThrow().id()).isEqualTo(survivor.customerId());
    }

    @Test
    void aMergeWaitsForItsSurvivor() {
        var gone = mirrored(apply("C1", 1, "Noor", "KWD")).event();

        assertThat(merge("C1", 2, "C2")).isEqualTo(new SurvivorUnknown());

        assertThat(found(gone.customerId())).isEqualTo(gone.customerId());
    }

    @Test
    void refusesWhatIsNoCustomer() {
        assertThatThrownBy(() -> told("", 1, "Noor", "KWD", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C 1", 1, "Noor", "KWD", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C1", -1, "Noor", "KWD", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C1", 1, " ", "KWD", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C1", 1, "N".repeat(201), "KWD", null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C1", 1, "Noor", "XAU", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> told("C1", 1, "Noor", "KWD", "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(jdbc.sql("select count(*) from ledger_wallet")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private MirrorOutcome apply(String externalId, long version, String name, String currency) {
        return inTransaction(told(externalId, version, name, currency, null));
    }

    private MirrorOutcome merge(String externalId, long version, String survivor) {
        return inTransaction(told(externalId, version, "Noor", "KWD", survivor));
    }

    private MirrorOutcome inTransaction(MirrorCustomer told) {
        MirrorOutcome outcome = transaction.execute(status -> mirror.apply(told));
        assertThat(outcome).isNotNull();
        return outcome;
    }

    private CustomerId found(CustomerId customer) {
        return customers.find(customer).orElseThrow().id();
    }

    private static Mirrored mirrored(MirrorOutcome outcome) {
        return (Mirrored) outcome;
    }

    private static MirrorCustomer told(
            String externalId, long version, String name, String currency, @Nullable String mergedInto) {
        return new MirrorCustomer(
                externalId, version, name, "+96550000001", "ar", Currency.getInstance(currency), mergedInto, MORNING);
    }
}
