package wallethub.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/** What one of the staff does with stores and keys by himself, in the caller's transaction; the store is locked first. */
@Component
class StoreDesk {

    private static final Logger log = LoggerFactory.getLogger(StoreDesk.class);

    private final ShopStore stores;
    private final StoreKeyStore keys;
    private final StoreCustomerStore customers;
    private final KeyHashes hashes;
    private final AuditLog audit;
    private final Clock clock;

    StoreDesk(
            ShopStore stores,
            StoreKeyStore keys,
            StoreCustomerStore customers,
            KeyHashes hashes,
            AuditLog audit,
            Clock clock) {
        this.stores = stores;
        this.keys = keys;
        this.customers = customers;
        this.hashes = hashes;
        this.audit = audit;
        this.clock = clock;
    }

    Optional<StoreView> find(StoreId id) {
        return stores.find(id).map(this::view);
    }

    private StoreView view(Store store) {
        Instant now = clock.instant();
        return new StoreView(
                store.id(),
                store.name(),
                store.open(),
                store.returnOrigins(),
                store.caps(),
                store.version(),
                keys.of(store.id()).stream()
                        .map(key -> StoreKeyView.of(key, now))
                        .toList());
    }

    /** Makes the secret; it is in the answer, and nowhere else ever again. */
    StoreOutcome issue(StoreId id, StoreKeyId keyId, Caller caller) {
        Optional<StoreKey> found = lockedKey(id, keyId);
        if (found.isEmpty()) {
            return new StoreOutcome.Unknown();
        }
        StoreKey key = found.get();
        if (!key.holder().equals(caller.staff())) {
            return new StoreOutcome.NotTheHolder();
        }
        Instant now = now();
        StoreKey.State state = key.stateAt(now);
        return state == StoreKey.State.GRANTED ? issued(key, caller, now) : new StoreOutcome.NotToBeIssued(state);
    }

    private StoreOutcome issued(StoreKey key, Caller caller, Instant now) {
        KeyText text = hashes.next(key);
        Instant expiresAt = now.plus(Duration.ofDays(key.validDays()));
        keys.issue(key.id(), hashes.issued(text, key.store(), now, expiresAt));
        StoreKeyId replaces = key.replaces();
        if (replaces != null) {
            keys.endAt(replaces, now.plus(key.overlap()));
        }
        record(caller, "store.key.issue", key.id().text(), replaces == null ? null : "replaces " + replaces);
        log.atInfo()
                .addKeyValue("storeId", key.store())
                .addKeyValue("keyId", key.id())
                .log("store key issued");
        return new StoreOutcome.Issued(new IssuedKey(
                key.id(),
                key.store(),
                key.use(),
                key.scopes().stream().map(StoreScope::wire).sorted().toList(),
                text.text(),
                expiresAt));
    }

    /** A key that is revoked already stays so, without a second row anywhere. */
    StoreOutcome revoke(StoreId id, StoreKeyId keyId, String reason, Caller caller) {
        Optional<StoreKey> key = lockedKey(id, keyId);
        if (key.isEmpty()) {
            return new StoreOutcome.Unknown();
        }
        if (key.get().revokedAt() == null) {
            keys.revoke(keyId, caller.subject(), now());
            record(caller, "store.key.revoke", keyId.text(), reason);
            log.atInfo().addKeyValue("storeId", id).addKeyValue("keyId", keyId).log("store key revoked");
        }
        return stands(id);
    }

    /** A store that is closed already stays so, without a second row anywhere. */
    StoreOutcome close(StoreId id, String reason, Caller caller) {
        Optional<Store> found = stores.lock(id);
        if (found.isEmpty()) {
            return new StoreOutcome.Unknown();
        }
        Store store = found.get();
        if (store.open()) {
            Store closed = new Store(id, store.name(), false, store.returnOrigins(), store.caps(), store.version() + 1);
            stores.put(closed, now());
            audit.record(new AuditEntry(
                    caller,
                    "store.close",
                    id.text(),
                    ChangeStore.hash(store),
                    ChangeStore.hash(closed),
                    reason,
                    caller.address()));
            log.atInfo().addKeyValue("storeId", id).log("store closed");
        }
        return stands(id);
    }

    StoreOutcome unlink(StoreId id, String externalId, String reason, Caller caller) {
        Optional<StoreCustomerStore.Link> link = customers.find(id, externalId);
        if (link.isEmpty() || !customers.delete(id, externalId)) {
            return new StoreOutcome.Unknown();
        }
        record(caller, "customer.unlink", link.get().customer().text(), reason);
        log.atInfo()
                .addKeyValue("storeId", id)
                .addKeyValue("customerId", link.get().customer())
                .log("store customer unlinked");
        return new StoreOutcome.Unlinked();
    }

    private Optional<StoreKey> lockedKey(StoreId id, StoreKeyId keyId) {
        return stores.lock(id)
                .flatMap(store -> keys.find(keyId))
                .filter(key -> key.store().equals(id));
    }

    private StoreOutcome stands(StoreId id) {
        return find(id).<StoreOutcome>map(StoreOutcome.Stands::new).orElseGet(StoreOutcome.Unknown::new);
    }

    private void record(Caller caller, String action, String object, @Nullable String reason) {
        audit.record(new AuditEntry(caller, action, object, null, null, reason, caller.address()));
    }

    /** To the microsecond, as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
