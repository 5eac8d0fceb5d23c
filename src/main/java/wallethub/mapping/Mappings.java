package wallethub.mapping;

import org.springframework.stereotype.Component;

/** The set of mappings in force; a changed file replaces the whole set, or nothing. */
@Component
public class Mappings {

    public MappingSet active() {
        throw new UnsupportedOperationException("to be built");
    }
}
