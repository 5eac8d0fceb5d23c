package wallethub.recharge;

import java.time.Duration;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Recharges by bank transfer; without an account of a currency they are not offered in it.
 *
 * @param accounts ours, by our id of each; an id that is a currency's code is of that currency
 * @param expiresAfter how long a transfer is waited for; one that comes later is credited all the same
 * @param openMax how many transfers one customer may have announced at a time
 */
record BankTransferSettings(
        @DefaultValue Map<String, Account> accounts,
        @DefaultValue("14d") Duration expiresAfter,
        @DefaultValue("5") int openMax) {

    // As many as the instructions of one recharge hold.
    private static final int ACCOUNTS_MAX = 20;

    BankTransferSettings {
        accounts = Map.copyOf(accounts);
        if (accounts.size() > ACCOUNTS_MAX) {
            throw new IllegalArgumentException("hub.recharge.bank-transfer.accounts are at most " + ACCOUNTS_MAX);
        }
        // What is missing or wrong is told while the settings are read, before anything starts.
        accounts.forEach((id, account) -> account.named(id));
        long ibans = accounts.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .map(account -> account.iban() + account.currency())
                .distinct()
                .count();
        if (ibans < accounts.size()) {
            // A line of its statement would be another line under each id, and be credited under each.
            throw new IllegalArgumentException(
                    "hub.recharge.bank-transfer.accounts: an IBAN has one id in each of its currencies");
        }
        if (expiresAfter.compareTo(Duration.ofDays(1)) < 0 || expiresAfter.compareTo(Duration.ofDays(90)) > 0) {
            throw new IllegalArgumentException("hub.recharge.bank-transfer.expires-after is 1 to 90 days");
        }
        if (openMax < 1 || openMax > 100) {
            throw new IllegalArgumentException("hub.recharge.bank-transfer.open-max is 1 to 100");
        }
    }

    /** Those of the currency, by their ids. */
    List<BankAccount> of(Currency currency) {
        return accounts.entrySet().stream()
                .map(entry -> entry.getValue().named(entry.getKey()))
                .filter(account -> account.currency().equals(currency.getCurrencyCode()))
                .sorted(Comparator.comparing(BankAccount::id))
                .toList();
    }

    /** The one of that id and currency. */
    Optional<BankAccount> find(String id, Currency currency) {
        return of(currency).stream().filter(account -> account.id().equals(id)).findFirst();
    }

    /**
     * One account, as {@link BankAccount} describes it.
     *
     * @param currency empty where the account's id says it
     */
    record Account(
            @DefaultValue("") String currency,
            @DefaultValue("") String holder,
            @DefaultValue("") String bank,
            @DefaultValue("") String iban,
            @DefaultValue("") String bic) {

        private BankAccount named(String id) {
            String name = id.toLowerCase(Locale.ROOT);
            return new BankAccount(
                    name, currency.isEmpty() ? name.toUpperCase(Locale.ROOT) : currency, holder, bank, iban, bic);
        }
    }
}
