package wallethub.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;

/**
 * The ES256 keys of id tokens, sealed in the database, the same for all instances. Each is published before it signs, and for as
 * long after as anybody may still verify what it signed.
 */
@Component
@WhileIssuing
class IssuerKeys {

    // Whoever verifies keeps a key set for minutes, not for longer.
    private static final Duration PUBLISHED_BEFORE = Duration.ofHours(1);
    private static final Duration PUBLISHED_AFTER = Duration.ofDays(1);

    private final KeyStore store;
    private final IdpSecrets secrets;
    private final IdpSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    IssuerKeys(KeyStore store, IdpSecrets secrets, IdpSettings settings, TransactionTemplate transaction, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The newest that was published long enough; the first of all signs at once. */
    ECKey signing() {
        Instant now = clock.instant();
        List<KeyStore.Key> keys = current(now);
        KeyStore.Key signing = keys.stream()
                .filter(key -> !key.createdAt().isAfter(now.minus(PUBLISHED_BEFORE)))
                .findFirst()
                .orElse(keys.getLast());
        return opened(signing);
    }

    /** The public halves. */
    JWKSet published() {
        return new JWKSet(current(clock.instant()).stream()
                .map(key -> opened(key).toPublicJWK())
                .map(com.nimbusds.jose.jwk.JWK.class::cast)
                .toList());
    }

    private List<KeyStore.Key> current(Instant now) {
        return RowScope.system().call(() -> {
            List<KeyStore.Key> keys = store.all();
            return isDue(keys, now) ? transaction.execute(status -> renewed(now)) : keys;
        });
    }

    private boolean isDue(List<KeyStore.Key> keys, Instant now) {
        return keys.isEmpty()
                || !now.isBefore(
                        keys.getFirst().createdAt().plus(settings.keyLife()).minus(PUBLISHED_BEFORE));
    }

    private List<KeyStore.Key> renewed(Instant now) {
        store.lock();
        if (isDue(store.all(), now)) {
            store.insert(generated(now));
            store.delete(now.minus(settings.keyLife()).minus(PUBLISHED_AFTER));
        }
        return store.all();
    }

    private KeyStore.Key generated(Instant now) {
        String kid = "idp-" + secrets.token().substring(0, 16);
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            byte[] text = key.toJSONString().getBytes(StandardCharsets.UTF_8);
            return new KeyStore.Key(kid, secrets.seal("key-" + kid, text), now);
        } catch (JOSEException e) {
            throw new IllegalStateException("P-256 is part of every Java", e);
        }
    }

    private ECKey opened(KeyStore.Key key) {
        try {
            return ECKey.parse(new String(secrets.open("key-" + key.kid(), key.sealed()), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("key " + key.kid() + " of the issuer is no key", e);
        }
    }
}
