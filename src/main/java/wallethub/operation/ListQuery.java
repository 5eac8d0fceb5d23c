package wallethub.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a list was asked for, in one fixed form: the parameters that have a value, and the size of a page last. */
public final class ListQuery {

    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final int size;

    public ListQuery(int size) {
        this.size = size;
    }

    /** Without a value it is left out. */
    public ListQuery with(String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
        return this;
    }

    /** Whether nothing but the size was asked for. */
    public boolean isUnfiltered() {
        return parameters.isEmpty();
    }

    int size() {
        return size;
    }

    String text() {
        return PageLinks.query(all());
    }

    String text(String cursor) {
        Map<String, Object> all = all();
        all.put("cursor", cursor);
        return PageLinks.query(all);
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.put("size", size);
        return all;
    }
}
