package wallethub.correction;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.TransferId;

/** The SQL of movements that were made by hand. */
@Repository
class CorrectionStore {

    private final JdbcClient jdbc;

    CorrectionStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Correction correction, Instant at) {
        TransferId refunded = correction.refunded();
        TransferId other = correction.other();
        jdbc.sql("""
                        insert into correction_transfer (transfer_id, approval_id, amount_minor, refunded_transfer_id,
                            other_transfer_id, made_at)
                        values (:transfer, :approval, :amount, :refunded, :other, :at)
                        """)
                .param("transfer", correction.transfer().id().text())
                .param("approval", correction.approval().text())
                .param("amount", correction.transfer().amount().minorUnits())
                .param("refunded", refunded == null ? null : refunded.text())
                .param("other", other == null ? null : other.text())
                .param("at", timestamp(at))
                .update();
    }

    /** What was given back of a payment so far, in minor units. */
    long refunded(TransferId payment) {
        return jdbc.sql("""
                        select coalesce(sum(amount_minor), 0)::bigint from correction_transfer
                        where refunded_transfer_id = :payment
                        """).param("payment", payment.text()).query(Long.class).single();
    }
}
