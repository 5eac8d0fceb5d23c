package wallethub.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.SignedTokens;
import wallethub.access.SigningKeys;
import wallethub.access.StoreScope;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * What a store shows as a bearer: its API key, or a short token that its client key got. Which store and key are good for
 * anything is looked up at every request, never carried; a token is good for no more than its key is now.
 */
@Component
class StoreTokens implements BearerTokens {

    private static final String PATHS = "/api/store/";
    private static final List<String> OTHERS = List.of("hub.login", "hub.staff");
    private static final String STORE = "sub";
    private static final String CLIENT = "client_id";
    private static final String KEY = "key_id";
    private static final String SCOPE = "scope";

    private final StoreRegistry registry;
    private final KeyHashes hashes;
    private final SignedTokens<Grant> tokens;
    private final Duration life;
    private final Clock clock;

    StoreTokens(ShopSettings settings, StoreRegistry registry, KeyHashes hashes, Environment environment, Clock clock) {
        this.registry = registry;
        this.hashes = hashes;
        this.life = settings.accessLife();
        this.clock = clock;
        SigningKeys keys = new SigningKeys("hub.shop", settings.signingKeys(), settings.signingKid());
        OTHERS.forEach(other -> refuseKeysOf(other, keys, environment));
        tokens = new SignedTokens<>(
                new SignedTokens.Rules<>(
                        settings.issuer(),
                        settings.audience(),
                        life,
                        Set.of(STORE, CLIENT, KEY, SCOPE),
                        StoreTokens::grant),
                keys,
                clock);
    }

    private static void refuseKeysOf(String other, SigningKeys keys, Environment environment) {
        Binder.get(environment)
                .bind(other + ".signing-keys", Bindable.mapOf(String.class, String.class))
                .ifBound(theirs -> theirs.forEach((kid, key) -> {
                    if (keys.shares(new SigningKeys(other, Map.of(kid, key), kid))) {
                        throw new IllegalArgumentException(
                                "HUB_SHOP_SIGNINGKEYS_<KID> (hub.shop.signing-keys) has a key of another audience's tokens, "
                                        + other + ".signing-keys." + kid);
                    }
                }));
    }

    /** What a token of ours says. */
    private record Grant(StoreId store, StoreKeyId key, Set<StoreScope> scopes) {}

    /** Empty for what no token of ours says: a scope that was taken out of the code is none. */
    private static Optional<Grant> grant(Map<String, String> claims) {
        @Nullable String store = claims.get(STORE);
        @Nullable String key = claims.get(KEY);
        @Nullable String scope = claims.get(SCOPE);
        if (store == null
                || key == null
                || scope == null
                || !store.equals(claims.get(CLIENT))
                || !StoreId.isValid(store)
                || !StoreKeyId.isValid(key)) {
            return Optional.empty();
        }
        Set<StoreScope> scopes = Arrays.stream(scope.split(" "))
                .flatMap(one -> StoreScope.of(one).stream())
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Grant(new StoreId(store), new StoreKeyId(key), scopes));
    }

    @Override
    public String paths() {
        return PATHS;
    }

    @Override
    public Caller resolve(String token, String address) {
        return KeyText.read(token)
                .map(text -> byKey(text, address))
                .orElseGet(() -> byToken(tokens.resolve(token), address));
    }

    private Caller byKey(KeyText text, String address) {
        StoreKey key = live(text).filter(one -> one.use() == KeyUse.API).orElseThrow(SignedTokens::invalid);
        return Caller.store(key.store(), key.id(), key.scopes(), address);
    }

    private Caller byToken(Grant grant, String address) {
        StoreKey key = live(grant.key())
                .filter(one -> one.use() == KeyUse.CLIENT && one.store().equals(grant.store()))
                .orElseThrow(SignedTokens::invalid);
        EnumSet<StoreScope> scopes = EnumSet.noneOf(StoreScope.class);
        scopes.addAll(grant.scopes());
        scopes.retainAll(key.scopes());
        return Caller.store(key.store(), key.id(), scopes, address);
    }

    /** The client key behind that id and secret, when it is one and good now. */
    Optional<StoreKey> client(String clientId, String secret) {
        return KeyText.read(secret)
                .flatMap(this::live)
                .filter(key -> key.use() == KeyUse.CLIENT && key.store().text().equals(clientId));
    }

    /** @param scopes of the key, all or some */
    String sign(StoreKey key, Set<StoreScope> scopes) {
        Instant now = clock.instant();
        return tokens.sign(
                Map.of(
                        STORE, key.store().text(),
                        CLIENT, key.store().text(),
                        KEY, key.id().text(),
                        SCOPE, scope(scopes)),
                now,
                now.plus(life));
    }

    Duration life() {
        return life;
    }

    static String scope(Set<StoreScope> scopes) {
        return scopes.stream().map(StoreScope::wire).sorted().collect(Collectors.joining(" "));
    }

    /** A key with the right secret. */
    private Optional<StoreKey> live(KeyText text) {
        return live(text.id())
                .filter(key -> key.use() == text.use()
                        && key.issued() != null
                        && hashes.fits(text, key.store(), key.issued()));
    }

    private Optional<StoreKey> live(StoreKeyId id) {
        return registry.key(id)
                .filter(key -> key.stateAt(clock.instant()) == StoreKey.State.ACTIVE)
                .filter(key -> registry.store(key.store()).filter(Store::open).isPresent());
    }
}
