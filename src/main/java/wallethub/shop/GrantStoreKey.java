package wallethub.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.access.StoreScope;
import wallethub.approval.ApprovalAction;
import wallethub.approval.Check;
import wallethub.approval.Execution;
import wallethub.id.ApprovalId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;
import wallethub.problem.ErrorCode;

/**
 * Approval {@code store.key}: what a new key of a store is good for. There is no secret yet: it is made when the one who asked
 * has the key issued, so that neither the approval nor the checker has ever seen it.
 */
@Component
class GrantStoreKey implements ApprovalAction<StoreKeyWish> {

    static final Duration ISSUE_WITHIN = Duration.ofDays(3);

    private final ShopStore stores;
    private final StoreKeyStore keys;
    private final AuditLog audit;
    private final Clock clock;

    GrantStoreKey(ShopStore stores, StoreKeyStore keys, AuditLog audit, Clock clock) {
        this.stores = stores;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return "store.key";
    }

    @Override
    public Class<StoreKeyWish> payload() {
        return StoreKeyWish.class;
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
    public Check check(StoreKeyWish wish, Caller maker) {
        Optional<Store> store = stores.find(wish.store());
        if (store.isEmpty()) {
            return new Check.Refused(ErrorCode.NOT_FOUND, "there is no such store");
        }
        Optional<String> unknown = wish.scopes().stream()
                .filter(scope -> StoreScope.of(scope).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return new Check.Refused(ErrorCode.VALIDATION_FAILED, "there is no scope " + unknown.get());
        }
        List<StoreKey> live = live(wish.store(), wish.use());
        StoreKeyId replaces = wish.replaces();
        if (replaces != null && live.stream().noneMatch(key -> key.id().equals(replaces))) {
            return new Check.Refused(ErrorCode.STATE_CONFLICT, "the key that it replaces is not one that is alive");
        }
        return live.size() < StoreKey.LIVE_MAX
                ? new Check.Fits(wish.store().text(), Optional.empty(), state(store.get(), live))
                : new Check.Refused(
                        ErrorCode.STATE_CONFLICT,
                        "two keys of this use are alive or wait to be issued; revoke one, or wait for its end");
    }

    private List<StoreKey> live(StoreId store, KeyUse use) {
        Instant now = clock.instant();
        return keys.of(store).stream()
                .filter(key -> key.use() == use && key.isLiveAt(now))
                .toList();
    }

    private static String state(Store store, List<StoreKey> live) {
        return "version " + store.version() + ", keys "
                + live.stream().map(key -> key.id().text()).sorted().collect(Collectors.joining(" "));
    }

    @Override
    public Execution execute(ApprovalId id, StoreKeyWish wish, Caller checker) {
        stores.lock(wish.store());
        // What two others granted at the same moment counts.
        if (check(wish, checker) instanceof Check.Refused refused) {
            return new Execution.Refused(refused.code(), refused.detail());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        keys.grant(new StoreKey(
                wish.id(),
                wish.store(),
                wish.use(),
                wish.scopes().stream()
                        .flatMap(scope -> StoreScope.of(scope).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                wish.holder(),
                now,
                now.plus(ISSUE_WITHIN),
                wish.validDays(),
                wish.replaces(),
                Duration.ofMinutes(wish.overlapMinutes()),
                null,
                null));
        audit.record(
                new AuditEntry(checker, "store.key.grant", wish.id().text(), null, null, id.text(), checker.address())
                        .onBehalfOf("staff:" + wish.holder()));
        return new Execution.Done(
                Map.of("storeId", wish.store().text(), "keyId", wish.id().text()));
    }
}
