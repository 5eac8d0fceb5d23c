package wallethub.recharge;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.ApprovalId;
import wallethub.id.TransferId;

/** The SQL of the lines of banks' statements that were credited; the table takes inserts only. */
@Component
class BankCreditStore {

    private final JdbcClient jdbc;

    BankCreditStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isCredited(ConfirmedTransfer line) {
        return jdbc.sql("""
                        select exists (
                            select from recharge_bank_credit
                            where account = :account and amount_minor = :amount and value_date = :valueDate
                                and upper(regexp_replace(bank_reference, '[^A-Za-z0-9]', '', 'g')) = :reference)
                        """)
                .param("account", line.bankAccount())
                .param("reference", line.bankReference())
                .param("amount", line.received().minorUnits())
                .param("valueDate", line.valueDate())
                .query(Boolean.class)
                .single();
    }

    void insert(ConfirmedTransfer line, TransferId transfer, ApprovalId approval, Caller checker, Instant now) {
        jdbc.sql("""
                        insert into recharge_bank_credit (transfer_id, recharge_id, account, bank_reference, value_date,
                            amount_minor, currency, claimed_minor, approval_id, approved_by, recorded_at)
                        values (:transfer, :recharge, :account, :reference, :valueDate, :amount, :currency, :claimed,
                            :approval, :approvedBy, :now)
                        """)
                .param("transfer", transfer.text())
                .param("recharge", line.rechargeId().text())
                .param("account", line.bankAccount())
                .param("reference", line.bankReference())
                .param("valueDate", line.valueDate())
                .param("amount", line.received().minorUnits())
                .param("currency", line.received().currencyCode())
                .param("claimed", line.claimed().minorUnits())
                .param("approval", approval.text())
                .param("approvedBy", checker.subject())
                .param("now", timestamp(now))
                .update();
    }
}
