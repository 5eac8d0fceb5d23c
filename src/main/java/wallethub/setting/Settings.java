package wallethub.setting;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.database.Looks;
import wallethub.database.RowScope;
import wallethub.operation.CanonicalJson;

/**
 * The rules of the business that are in force, without a statement per request.
 *
 * <p>One look a second ({@link SettingLooks}); a change is in force on every instance five seconds later at the latest. When the
 * looks fail, the database is asked each time, and what depends on the rule fails with it.
 */
@Component
public class Settings {

    /** A version as the record it is. */
    private record Read(long version, Object value) {}

    private final SettingStore store;
    private final Looks looks = new Looks("settings", this::read);
    private final Map<String, Read> records = new ConcurrentHashMap<>();
    private volatile Map<String, SettingVersion> inForce = Map.of();

    public Settings(JdbcClient jdbc) {
        store = new SettingStore(jdbc);
    }

    /** What everybody goes by now. */
    public <T> T current(SettingGroup<T> group) {
        return found(group.name()).map(version -> value(group, version)).orElseGet(group::initial);
    }

    private Optional<SettingVersion> found(String group) {
        return looks.areFresh()
                ? Optional.ofNullable(inForce.get(group))
                : RowScope.system().call(() -> store.inForce(group));
    }

    private <T> T value(SettingGroup<T> group, SettingVersion version) {
        Read known = records.get(group.name());
        Read read = known != null && known.version() == version.version() ? known : remembered(group, version);
        return group.type().cast(read.value());
    }

    private Read remembered(SettingGroup<?> group, SettingVersion version) {
        Read read = new Read(version.version(), CanonicalJson.read(version.content(), group.type()));
        // Never back to an older one, which somebody who reads at the same time may still have.
        @Nullable
        Read kept = records.merge(group.name(), read, (one, other) -> one.version() > other.version() ? one : other);
        return kept == null ? read : kept;
    }

    Looks looks() {
        return looks;
    }

    private void read() {
        Map<String, SettingVersion> found = new HashMap<>();
        store.inForce().forEach(version -> found.put(version.group(), version));
        inForce = Map.copyOf(found);
    }
}
