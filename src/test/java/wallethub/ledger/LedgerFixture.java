package wallethub.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.Currency;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.id.CustomerId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** A ledger over a database of its own, a transaction at a time. */
final class LedgerFixture implements AutoCloseable {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final HikariDataSource database = pool();
    final JdbcClient jdbc = JdbcClient.create(database);
    final JdbcClient owner = JdbcClient.create(TestDatabase.asOwner(database));
    final TestClock clock = new TestClock(NOON);
    final Ledger ledger = new Ledger(jdbc, clock);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

    <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    void run(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    /** What work comes to, without its effect. */
    <T> T inTransactionGivenUp(Supplier<T> work) {
        return transaction.execute(status -> {
            status.setRollbackOnly();
            return work.get();
        });
    }

    PostOutcome post(Transfer transfer) {
        return inTransaction(() -> ledger.post(transfer));
    }

    WalletId wallet() {
        return wallet(KWD);
    }

    WalletId wallet(Currency currency) {
        var wallet = WalletId.next();
        run(() -> ledger.openWallet(wallet, CustomerId.next(), currency));
        return wallet;
    }

    WalletId walletWith(long minorUnits) {
        var wallet = wallet();
        post(transfer(TransferKind.RECHARGE, wallet, minorUnits, "first-" + wallet));
        return wallet;
    }

    Wallet read(WalletId wallet) {
        return ledger.find(wallet).orElseThrow();
    }

    // Pooled, as in production: a session that lives has its plans.
    private static HikariDataSource pool() {
        var config = new HikariConfig();
        config.setDataSource(TestDatabase.fresh());
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        database.close();
    }

    static Transfer transfer(TransferKind kind, WalletId wallet, long minorUnits, String key) {
        return new Transfer(
                TransferId.next(), kind, wallet, new Money(minorUnits, KWD), "clearing:stripe:main", key, NOON);
    }
}
