package wallethub.mapping;

import java.util.List;
import java.util.Optional;

/** A whole set of mappings that was loaded, validated and tested together. */
public interface MappingSet {

    /** Of all files, in hexadecimal; instances must agree on it. */
    String hash();

    List<Mapping> all();

    Optional<Mapping> find(String name);

    /** The mappings that subscribe to an event, at most one per lane. */
    List<Mapping> subscribers(String eventType);

    /** The mapping that delivers an event over a lane. */
    Optional<Mapping> find(String eventType, String lane);
}
