package wallethub.ledger;

import java.time.Instant;
import java.util.Currency;
import java.util.function.Supplier;
import javax.sql.DataSource;
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
final class LedgerFixture {

    static final Currency KWD = Currency.getInstance("KWD");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final TestClock clock = new TestClock(NOON);
    final Ledger ledger = new Ledger(jdbc, clock);
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));

    <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    void run(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
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

    static Transfer transfer(TransferKind kind, WalletId wallet, long minorUnits, String key) {
        return new Transfer(
                TransferId.next(), kind, wallet, new Money(minorUnits, KWD), "clearing:stripe:main", key, NOON);
    }
}
