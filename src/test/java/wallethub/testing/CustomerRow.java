package wallethub.testing;

import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;

/** A customer as the CRM would have made it, past the CRM and without a wallet in the ledger. */
public record CustomerRow(CustomerId id, WalletId wallet, String externalId, String mobile, String language) {

    /** One who speaks English. */
    public static CustomerRow of(String mobile) {
        CustomerId id = CustomerId.next();
        return new CustomerRow(id, WalletId.next(), id.text(), mobile, "en");
    }

    /** @param behind a connection that sees every customer */
    public void insert(JdbcClient behind) {
        behind.sql("""
                        insert into customer_mirror (id, wallet_id, external_id, name, mobile, language, currency, version,
                            changed_at, mirrored_at)
                        values (:id, :wallet, :externalId, 'A Customer', :mobile, :language, 'KWD', 1, now(), now())
                        """)
                .param("id", id.text())
                .param("wallet", wallet.text())
                .param("externalId", externalId)
                .param("mobile", mobile)
                .param("language", language)
                .update();
    }
}
