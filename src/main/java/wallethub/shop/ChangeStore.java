package wallethub.shop;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;
import wallethub.operation.CanonicalJson;
import wallethub.problem.ErrorCode;

/** Approval {@code store.change}: what a store may do, where it may send browsers, and that it is there at all. */
@Component
class ChangeStore implements ApprovalAction<StoreChange> {

    private static final Logger log = LoggerFactory.getLogger(ChangeStore.class);

    private final ShopStore store;
    private final AuditLog audit;
    private final Clock clock;

    ChangeStore(ShopStore store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "store.change";
    }

    @Override
    public Class<StoreChange> payload() {
        return StoreChange.class;
    }

    @Override
    public StaffPermission maker() {
        return StaffPermission.STORE_EDIT;
    }

    @Override
    public StaffPermission checker() {
        return StaffPermission.STORE_EDIT_APPROVE;
    }

    @Override
    public Check check(StoreChange change, Caller maker) {
        // Locked, also at the decision: whoever closes it meanwhile is over before this looks, or waits until the
        // change is made.
        return check(change, store.lock(change.id()));
    }

    private Check check(StoreChange change, Optional<Store> before) {
        if (before.isEmpty() && store.count() >= ShopStore.MOST) {
            return new Check.Refused(ErrorCode.STATE_CONFLICT, "there are " + ShopStore.MOST + " stores");
        }
        boolean sameCurrency = before.map(
                        found -> found.caps().currency().equals(change.caps().currency()))
                .orElse(true);
        return sameCurrency
                ? new Check.Fits(change.id().text(), Optional.empty(), "version " + version(before))
                : new Check.Refused(ErrorCode.CURRENCY_MISMATCH, "a store sells in one currency, always the same");
    }

    private static int version(Optional<Store> store) {
        return store.map(Store::version).orElse(0);
    }

    @Override
    public Execution execute(ApprovalId id, StoreChange change, Caller checker) {
        Optional<Store> before = store.lock(change.id());
        if (before.isEmpty()) {
            store.lockRegistry();
        }
        // What two others changed at the same moment counts.
        if (check(change, before) instanceof Check.Refused refused) {
            return new Execution.Refused(refused.code(), refused.detail());
        }
        Store after = change.applied(version(before) + 1);
        store.put(after, clock.instant().truncatedTo(ChronoUnit.MICROS));
        audit.record(new AuditEntry(
                checker,
                "store.changed",
                change.id().text(),
                before.map(ChangeStore::hash).orElse(null),
                hash(after),
                id.text(),
                checker.address()));
        log.atInfo()
                .addKeyValue("storeId", after.id())
                .addKeyValue("version", after.version())
                .addKeyValue("approvalId", id)
                .log("store changed");
        return new Execution.Done(Map.of("storeId", after.id().text(), "version", Integer.toString(after.version())));
    }

    static String hash(Store store) {
        return HexFormat.of().formatHex(CanonicalJson.hash(CanonicalJson.text(store)));
    }
}
