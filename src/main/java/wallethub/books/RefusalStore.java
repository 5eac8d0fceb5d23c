package wallethub.books;

import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import wallethub.id.TransferId;

/** The SQL of refusals and of what finance must look at because of them. */
@Repository
class RefusalStore {

    private final JdbcClient jdbc;

    RefusalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param reversal what gave it back; null where the money stands */
    void keep(RefusedTransfer refused, @Nullable TransferId reversal) {
        jdbc.sql("""
                        insert into books_refusal (transfer_id, reversal_id, delivery_id, code, message, settled_at)
                        values (:transfer, :reversal, :delivery, :code, :message, :settledAt)
                        on conflict on constraint books_refusal_pk do nothing
                        """)
                .param("transfer", refused.transferId().text())
                .param("reversal", reversal == null ? null : reversal.text())
                .param("delivery", refused.deliveryId())
                .param("code", refused.code())
                .param("message", refused.message())
                .param("settledAt", timestamp(refused.settledAt()))
                .update();
    }

    /** One task of a kind per transfer. */
    void task(BookTasks.Kind kind, TransferId transfer, String code, String message, Instant now) {
        jdbc.sql("""
                        insert into books_task (kind, transfer_id, code, message, made_at)
                        values (:kind, :transfer, :code, :message, :now)
                        on conflict on constraint books_task_kind_transfer_id_unique do nothing
                        """)
                .param("kind", kind.name())
                .param("transfer", transfer.text())
                .param("code", code)
                .param("message", message)
                .param("now", timestamp(now))
                .update();
    }

    /** One task per transfer, however often it is refused; one that was done is open again. */
    void task(RefusedTransfer refused, Instant now) {
        jdbc.sql("""
                        insert into books_task (kind, transfer_id, code, message, made_at)
                        values ('REFUSED_BY_ERP', :transfer, :code, :message, :now)
                        on conflict on constraint books_task_kind_transfer_id_unique do update set
                            code = excluded.code, message = excluded.message, done_by = null, done_at = null,
                            opening = books_task.opening + 1
                        """)
                .param("transfer", refused.transferId().text())
                .param("code", refused.code())
                .param("message", refused.message())
                .param("now", timestamp(now))
                .update();
    }
}
