package wallethub.lane;

import java.util.List;
import java.util.Optional;
import wallethub.mapping.Mapping;
import wallethub.mapping.MappingSet;

/** A set of mappings in force that a test can exchange. */
final class TestMappings {

    private volatile List<Mapping> all;

    TestMappings(Mapping... all) {
        this.all = List.of(all);
    }

    void replace(Mapping... with) {
        all = List.of(with);
    }

    MappingSet active() {
        List<Mapping> now = all;
        return new MappingSet() {
            @Override
            public String hash() {
                return "test";
            }

            @Override
            public List<Mapping> all() {
                return now;
            }

            @Override
            public Optional<Mapping> find(String name) {
                return now.stream()
                        .filter(mapping -> mapping.name().equals(name))
                        .findFirst();
            }

            @Override
            public List<Mapping> subscribers(String eventType) {
                return now.stream()
                        .filter(mapping -> mapping.events().contains(eventType))
                        .toList();
            }

            @Override
            public Optional<Mapping> find(String eventType, String lane) {
                return subscribers(eventType).stream()
                        .filter(mapping -> mapping.target().lane().equals(lane))
                        .findFirst();
            }
        };
    }
}
