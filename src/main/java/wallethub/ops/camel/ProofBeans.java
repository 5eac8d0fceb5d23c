package wallethub.ops.camel;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Registry;
import org.jspecify.annotations.Nullable;

/**
 * The beans of the serving context without its components. A context asks its registry before its component resolver: it
 * would take a component over, and consume for real what it was only to judge.
 */
record ProofBeans(Registry serving) implements BeanRepository {

    @Override
    public @Nullable Object lookupByName(String name) {
        return shown(serving.lookupByName(name));
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        return shown(serving.lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return serving.findByTypeWithName(type).entrySet().stream()
                .filter(bean -> shown(bean.getValue()) != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return serving.findByType(type).stream()
                .filter(bean -> shown(bean) != null)
                .collect(Collectors.toSet());
    }

    private static <T> @Nullable T shown(@Nullable T bean) {
        return bean instanceof Component ? null : bean;
    }
}
