package wallethub.desk;

import static wallethub.database.Timestamps.instant;
import static wallethub.database.Timestamps.timestamp;

import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.id.StaffId;
import wallethub.id.WalletId;

/** The SQL of who froze and unfroze wallets. */
@Component
class FreezeStore {

    private final JdbcClient jdbc;

    FreezeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void freeze(WalletId wallet, StaffId staff, String reason, Instant at) {
        jdbc.sql("""
                        insert into desk_freeze (wallet_id, action, staff_id, reason, made_at)
                        values (:wallet, 'freeze', :staff, :reason, :at)
                        """)
                .param("wallet", wallet.text())
                .param("staff", staff.text())
                .param("reason", reason)
                .param("at", timestamp(at))
                .update();
    }

    /** The row names both people where both are known; the table refuses one who is the other. */
    void unfreeze(WalletId wallet, StaffId staff, String reason, Instant at) {
        jdbc.sql("""
                        insert into desk_freeze (wallet_id, action, staff_id, frozen_by, reason, made_at)
                        values (:wallet, 'unfreeze', :staff, (
                            select case when f.action = 'freeze' then f.staff_id end from desk_freeze f
                            where f.wallet_id = :wallet order by f.id desc limit 1), :reason, :at)
                        """)
                .param("wallet", wallet.text())
                .param("staff", staff.text())
                .param("reason", reason)
                .param("at", timestamp(at))
                .update();
    }

    /** Who froze it last, unless it was let go since. */
    Optional<StaffWallet.Freeze> current(WalletId wallet) {
        return jdbc.sql("""
                        select staff_id, made_at, reason from (
                            select action, staff_id, made_at, reason from desk_freeze
                            where wallet_id = :wallet order by id desc limit 1) f
                        where action = 'freeze'
                        """)
                .param("wallet", wallet.text())
                .query((row, n) -> new StaffWallet.Freeze(
                        new StaffId(row.getString("staff_id")), instant(row, "made_at"), row.getString("reason")))
                .optional();
    }
}
