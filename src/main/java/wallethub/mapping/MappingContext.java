package wallethub.mapping;

import java.util.Map;

/** What a transform may read besides its document, as {@code $ctx}: the headers of the delivery on an allow-list. */
public record MappingContext(Map<String, String> values) {

    public MappingContext {
        values = Map.copyOf(values);
    }
}
