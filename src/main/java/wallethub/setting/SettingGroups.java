package wallethub.setting;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.operation.CanonicalJson;

/** Every group that there is, as the staff see it: what the database says at this moment, not what was looked at last. */
@Component
class SettingGroups {

    private static final int HISTORY = 20;
    private static final int TAG = 16;

    private final Map<String, SettingGroup<?>> byName;
    private final SettingStore store;

    SettingGroups(ObjectProvider<SettingGroup<?>> groups, JdbcClient jdbc) {
        Map<String, SettingGroup<?>> names = new HashMap<>();
        for (SettingGroup<?> group : groups) {
            if (names.put(group.name(), group) != null) {
                throw new IllegalStateException("two groups of settings are named " + group.name());
            }
        }
        byName = Map.copyOf(names);
        store = new SettingStore(jdbc);
    }

    /** Who made a version, and why. */
    record Change(long version, String changedBy, String reason, Instant changedAt) {
        static Change of(SettingVersion version) {
            return new Change(version.version(), version.changedBy(), version.reason(), version.changedAt());
        }
    }

    /**
     * A group as it is in force.
     *
     * @param version 0 as long as nobody has set it
     * @param history the latest changes, the last one first
     */
    record View(String group, long version, Object value, List<Change> history) {

        View {
            history = List.copyOf(history);
        }

        /** Another one with each version, and with other configuration under one that nobody has set. */
        String tag() {
            return version + "-" + hash().substring(0, TAG);
        }

        /** Of what is in force, for the audit. */
        String hash() {
            return hashOf(CanonicalJson.text(value));
        }

        @Nullable
        Change last() {
            return history.isEmpty() ? null : history.getFirst();
        }
    }

    static String hashOf(String content) {
        return HexFormat.of().formatHex(CanonicalJson.hash(content));
    }

    Optional<SettingGroup<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** By name. */
    List<View> views() {
        return new TreeMap<>(byName).values().stream().map(this::view).toList();
    }

    View view(SettingGroup<?> group) {
        List<SettingVersion> latest = store.latest(group.name(), HISTORY);
        if (latest.isEmpty()) {
            return new View(group.name(), 0, group.initial(), List.of());
        }
        SettingVersion inForce = latest.getFirst();
        return new View(
                group.name(),
                inForce.version(),
                CanonicalJson.read(inForce.content(), group.type()),
                latest.stream().map(Change::of).toList());
    }

    /** False when somebody else was faster. */
    boolean insert(SettingVersion version) {
        return store.insert(version);
    }
}
