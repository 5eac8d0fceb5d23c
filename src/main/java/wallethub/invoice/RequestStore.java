package wallethub.invoice;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.customer.Customer;

/** The SQL of invoices that the ERP was asked for. */
@Repository
class RequestStore {

    private final JdbcClient jdbc;

    RequestStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False for one that was asked for before. */
    boolean insert(InvoicedRecharge recharge, Customer customer, String account, Instant at) {
        return jdbc.sql("""
                        insert into invoice_request (receipt_id, customer_id, wallet_id, amount_minor, currency, account,
                            requested_at)
                        values (:receipt, :customer, :wallet, :amount, :currency, :account, :at)
                        on conflict on constraint invoice_request_pk do nothing
                        """)
                        .param("receipt", recharge.receiptId().text())
                        .param("customer", customer.id().text())
                        .param("wallet", customer.wallet().text())
                        .param("amount", recharge.amount().minorUnits())
                        .param("currency", recharge.amount().currencyCode())
                        .param("account", account)
                        .param("at", timestamp(at))
                        .update()
                == 1;
    }
}
