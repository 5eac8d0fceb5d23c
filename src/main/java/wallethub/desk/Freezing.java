package wallethub.desk;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;
import wallethub.operation.CanonicalJson;

/**
 * Freezes wallets and lets them go, in the caller's transaction and under the wallet's lock: spending that began before is
 * done, and none begins after the commit. A wallet that is as it should be stays so, without a second row anywhere.
 */
@Component
class Freezing {

    private final Ledger ledger;
    private final StaffWallets wallets;
    private final FreezeStore freezes;
    private final AuditLog audit;
    private final Clock clock;

    Freezing(Ledger ledger, StaffWallets wallets, FreezeStore freezes, AuditLog audit, Clock clock) {
        this.ledger = ledger;
        this.wallets = wallets;
        this.freezes = freezes;
        this.audit = audit;
        this.clock = clock;
    }

    FreezeOutcome freeze(WalletId id, String reason, Caller caller) {
        Optional<StaffWallet> wallet = locked(id);
        if (wallet.isEmpty() || wallet.get().frozen()) {
            return outcome(wallet);
        }
        ledger.freeze(id);
        freezes.freeze(id, caller.staff(), reason, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return recorded(caller, "wallet.freeze", wallet.get(), reason);
    }

    FreezeOutcome unfreeze(WalletId id, String reason, Caller caller) {
        Optional<StaffWallet> wallet = locked(id);
        if (wallet.isEmpty() || !wallet.get().frozen()) {
            return outcome(wallet);
        }
        StaffWallet.Freeze freeze = wallet.get().freeze();
        if (freeze != null && freeze.by().equals(caller.staff())) {
            return new FreezeOutcome.SamePerson();
        }
        ledger.unfreeze(id);
        freezes.unfreeze(id, caller.staff(), reason, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return recorded(caller, "wallet.unfreeze", wallet.get(), reason);
    }

    private Optional<StaffWallet> locked(WalletId id) {
        ledger.lock(List.of(id));
        return wallets.find(id);
    }

    private FreezeOutcome recorded(Caller caller, String action, StaffWallet before, String reason) {
        StaffWallet after = wallets.find(before.id()).orElseThrow();
        audit.record(new AuditEntry(
                caller, action, before.id().text(), hash(before), hash(after), reason, caller.address()));
        return new FreezeOutcome.Stands(after);
    }

    private static String hash(StaffWallet wallet) {
        return HexFormat.of().formatHex(CanonicalJson.hash(CanonicalJson.text(wallet)));
    }

    private static FreezeOutcome outcome(Optional<StaffWallet> wallet) {
        return wallet.<FreezeOutcome>map(FreezeOutcome.Stands::new).orElseGet(FreezeOutcome.Unknown::new);
    }
}
