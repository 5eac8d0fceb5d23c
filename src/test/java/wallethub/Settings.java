package wallethub;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every setting {@code hub.*} that the hub reads: from its settings records, its Java, its routes and its mappings. */
final class Settings {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?:\\$\\{|\\{\\{\\??)(hub\\.[a-z0-9.-]+)(?::([^}]*))?}");

    private Settings() {}

    /** Name to default; an empty default means that it has none. {@code <id>} and {@code [n]} stand for what varies. */
    static SortedMap<String, String> all() throws IOException, ClassNotFoundException {
        SortedMap<String, String> found = new TreeMap<>();
        for (Path folder : List.of(Path.of("src/main"), Path.of("routes"), Path.of("mappings"))) {
            collectPlaceholders(folder, found);
        }
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var candidate : scanner.findCandidateComponents("wallethub")) {
            Class<?> type = Class.forName(candidate.getBeanClassName());
            ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
            if (annotation != null) {
                collectRecord(annotation.value() + annotation.prefix(), type, found);
            }
        }
        return found;
    }

    /** The environment variable of a setting, by Spring's relaxed binding. */
    static String variable(String setting) {
        return setting.replace("-", "").replace("[n]", ".0").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void collectPlaceholders(Path folder, Map<String, String> found) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().matches(".*\\.(java|yml|yaml)"))
                    .toList()) {
                PLACEHOLDER
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(match ->
                                found.putIfAbsent(match.group(1), match.group(2) == null ? "" : match.group(2)));
            }
        }
    }

    private static void collectRecord(String prefix, Class<?> type, Map<String, String> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            Class<?> raw = component.getType();
            if (raw == Map.class) {
                collectValue(name + ".<id>", argument(component, 1), component, found);
            } else if (raw == List.class) {
                collectValue(name + "[n]", argument(component, 0), component, found);
            } else {
                collectValue(name, raw, component, found);
            }
        }
    }

    private static void collectValue(String name, Class<?> type, RecordComponent component, Map<String, String> found) {
        if (type.isRecord() && type.getName().startsWith("wallethub.") && type != Duration.class) {
            collectRecord(name, type, found);
        } else {
            found.put(name, defaultOf(component));
        }
    }

    private static String defaultOf(RecordComponent component) {
        DefaultValue value = component.getAnnotation(DefaultValue.class);
        if (value == null) {
            for (var parameter :
                    component.getDeclaringRecord().getDeclaredConstructors()[0].getParameters()) {
                if (parameter.getName().equals(component.getName())) {
                    value = parameter.getAnnotation(DefaultValue.class);
                }
            }
        }
        return value == null ? "" : String.join(",", value.value());
    }

    private static Class<?> argument(RecordComponent component, int index) {
        Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[index];
        return argument instanceof Class<?> type ? type : Object.class;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
