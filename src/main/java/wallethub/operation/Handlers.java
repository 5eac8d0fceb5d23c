package wallethub.operation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Every operation there is, by name. */
@Component
public class Handlers {

    private final Map<String, Handler<?, ?>> byName;

    Handlers(ObjectProvider<Handler<?, ?>> handlers) {
        Map<String, Handler<?, ?>> names = new HashMap<>();
        for (Handler<?, ?> handler : handlers) {
            if (names.put(handler.name(), handler) != null) {
                throw new IllegalStateException("two operations are named " + handler.name());
            }
        }
        byName = Map.copyOf(names);
    }

    public Optional<Handler<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
