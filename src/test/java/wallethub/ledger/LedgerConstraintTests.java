package wallethub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.ledger.LedgerFixture.transfer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import wallethub.id.WalletId;
import wallethub.testing.LedgerInvariants;

/** What the database itself refuses, whoever asks: here the owner of the tables, who may more than the hub. */
class LedgerConstraintTests {

    // One for all: every test proves that it changed nothing.
    private static final LedgerFixture fixture = new LedgerFixture();
    private static final WalletId wallet = fixture.walletWith(1_000);

    @BeforeAll
    static void aWalletWithTwoEntries() {
        fixture.post(transfer(TransferKind.PAYMENT, wallet, -100, "order-1"));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @AfterEach
    void nothingMoved() {
        LedgerInvariants.check(fixture.database);
        assertThat(fixture.read(wallet).balance().minorUnits()).isEqualTo(900);
        assertThat(fixture.read(wallet).lastEntryNumber()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ledger_transfer set occurred_at = now()",
                "update ledger_entry set recorded_at = now() where line = 9",
                "update ledger_account set opened_at = now()",
                "delete from ledger_transfer",
                "delete from ledger_entry where line = 9",
                "delete from ledger_account",
                "delete from ledger_wallet",
                "delete from ledger_posting",
                "delete from ledger_hold",
                "truncate ledger_entry",
                "truncate ledger_transfer cascade",
                "truncate ledger_wallet",
                "truncate ledger_account",
                "truncate ledger_posting",
                "truncate ledger_hold",
                "update ledger_wallet set currency = 'USD'",
                "update ledger_wallet set id = 'wal_other'",
                "update ledger_posting set transfer_id = 'x'",
                "update ledger_hold set amount_minor = 1"
            })
    void whatIsWrittenStaysWritten(String change) {
        refused(change, "rows of the ledger stay as they were written");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update ledger_wallet set balance_minor = balance_minor + 1 | balance_minor_check",
                "update ledger_wallet set erp_confirmed_minor = 5 | balance_minor_check",
                "update ledger_wallet set held_minor = -1 | held_minor_check",
                "update ledger_wallet set held_minor = 901 | floor_minor_check",
                "update ledger_wallet set balance_minor = -1, in_flight_minor = -1 | floor_minor_check",
                "update ledger_wallet set in_debt = true | floor_minor_check",
                "update ledger_posting set state = 'unheard' | state_check",
                "update ledger_posting set state = 'confirmed' | state_check",
                "insert into ledger_entry (transfer_id, line, account_id, amount_minor, currency, recorded_at)"
                        + " select id, 2, account_id, 5, currency, recorded_at from ledger_transfer | ledger_entry_pk",
                "insert into ledger_entry (transfer_id, line, account_id, amount_minor, currency, recorded_at)"
                        + " select id, 3, account_id, 5, currency, recorded_at from ledger_transfer | line_check",
                "insert into ledger_entry (transfer_id, line, account_id, amount_minor, currency, recorded_at)"
                        + " values ('nobody', 2, 'a', 5, 'KWD', now()) | transfer_id_fk"
            })
    void whatIsWrongIsRefused(String change, String by) {
        refused(change, by);
    }

    @ParameterizedTest
    @CsvSource({
        "5,-4,KWD,KWD",
        "5,5,KWD,KWD",
        "5,-5,USD,USD",
        "5,-5,KWD,USD",
        "6,-6,KWD,KWD",
    })
    void aTransferThatDoesNotBalanceIsRefused(long first, long second, String currency, String other) {
        String sql = """
                with t as (
                    insert into ledger_transfer (id, kind, business_key, wallet_id, account_id, amount_minor, currency,
                        occurred_at, recorded_at)
                    values ('t', 'RECHARGE', 'k', '%s', 'a', 5, '%s', now(), now()))
                insert into ledger_entry (transfer_id, line, wallet_id, number, balance_after_minor, account_id,
                    amount_minor, currency, recorded_at)
                values ('t', 1, '%s', 3, 905, null, %d, '%s', now()), ('t', 2, null, null, null, 'a', %d, '%s', now())
                """.formatted(wallet, currency, wallet, first, currency, second, other);
        refused(sql, "does not sum to zero");
    }

    @Test
    void aTransferWithoutEntriesIsRefused() {
        refused("""
                insert into ledger_transfer (id, kind, business_key, wallet_id, account_id, amount_minor, currency,
                    occurred_at, recorded_at)
                values ('t', 'RECHARGE', 'k', '%s', 'a', 5, 'KWD', now(), now())
                """.formatted(wallet), "does not sum to zero");
    }

    @Test
    void anEntryNumberIsGivenOnce() {
        refused("""
                with t as (
                    insert into ledger_transfer (id, kind, business_key, wallet_id, account_id, amount_minor, currency,
                        occurred_at, recorded_at)
                    values ('t', 'RECHARGE', 'k', '%s', 'a', 5, 'KWD', now(), now()))
                insert into ledger_entry (transfer_id, line, wallet_id, number, balance_after_minor, account_id,
                    amount_minor, currency, recorded_at)
                values ('t', 1, '%s', 2, 905, null, 5, 'KWD', now()), ('t', 2, null, null, null, 'a', -5, 'KWD', now())
                """.formatted(wallet, wallet), "ledger_entry_wallet_id_number_unique");
    }

    @Test
    void aCustomerHasOneWallet() {
        refused("""
                insert into ledger_wallet (id, customer_id, currency, opened_at)
                select 'wal_2', customer_id, 'KWD', now() from ledger_wallet
                """, "ledger_wallet_customer_id_unique");
    }

    private void refused(String sql, String by) {
        assertThatThrownBy(() -> fixture.owner.sql(sql).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining(by);
    }
}
