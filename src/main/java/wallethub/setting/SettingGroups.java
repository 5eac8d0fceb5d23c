package wallethub.setting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.operation.CanonicalJson;

/** Every group that there is, as the staff see it: what the database says at this moment, not what was looked at last. */
@Component
class SettingGroups {

    private static final int HISTORY = 20;

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

    Optional<SettingGroup<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** By name. */
    List<SettingView> views() {
        return new TreeMap<>(byName).values().stream().map(this::view).toList();
    }

    SettingView view(SettingGroup<?> group) {
        List<SettingVersion> latest = store.latest(group.name(), HISTORY);
        if (latest.isEmpty()) {
            return new SettingView(group.name(), 0, group.guardsMoney(), group.initial(), List.of());
        }
        SettingVersion inForce = latest.getFirst();
        return new SettingView(
                group.name(),
                inForce.version(),
                group.guardsMoney(),
                CanonicalJson.read(inForce.content(), group.type()),
                latest.stream().map(SettingView.Change::of).toList());
    }

    /** False when somebody else was faster. */
    boolean insert(SettingVersion version) {
        return store.insert(version);
    }
}
