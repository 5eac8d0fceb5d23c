package wallethub.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A set that loaded; the mappings in the order of their names. */
final class LoadedSet implements MappingSet {

    static final LoadedSet EMPTY = new LoadedSet("", List.of());

    private final String hash;
    private final Map<String, Mapping> byName;

    LoadedSet(String hash, List<? extends Mapping> mappings) {
        this.hash = hash;
        Map<String, Mapping> names = new HashMap<>();
        mappings.forEach(mapping -> names.put(mapping.name(), mapping));
        this.byName = new TreeMap<>(names);
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public List<Mapping> all() {
        return List.copyOf(byName.values());
    }

    @Override
    public Optional<Mapping> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<Mapping> subscribers(String eventType) {
        return byName.values().stream()
                .filter(Mapping::enabled)
                .filter(mapping -> takes(mapping, eventType))
                .toList();
    }

    @Override
    public Optional<Mapping> find(String eventType, String lane) {
        return byName.values().stream()
                .filter(mapping -> mapping.target().lane().equals(lane) && takes(mapping, eventType))
                .findFirst();
    }

    private static boolean takes(Mapping mapping, String eventType) {
        return mapping.events().stream().anyMatch(pattern -> EventPattern.matches(pattern, eventType));
    }
}
