package wallethub.mapping;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The set of mappings in force here; a changed file replaces the whole set, or nothing.
 *
 * <p>The first set is loaded when this is made, so whoever has it has mappings; a folder that does not load then stops the
 * start. {@link MappingsWatch} calls for the later ones.
 */
@Component
public class Mappings {

    private static final Logger log = LoggerFactory.getLogger(Mappings.class);
    private static final int FINDINGS_LOGGED = 20;

    private final MappingSettings settings;
    private final MappingLoader loader;
    private final List<Consumer<MappingSet>> listeners = new CopyOnWriteArrayList<>();
    private volatile MappingSet active;
    private volatile List<Finding> lastFindings = List.of();

    public Mappings(MappingSettings settings, Environment environment, Clock clock) {
        this.settings = settings;
        this.loader = new MappingLoader(environment::getProperty, settings.limits(), clock);
        this.active = first();
    }

    public MappingSet active() {
        return active;
    }

    /** What is wrong with the files as they are now; empty when they are the set in force. */
    public List<Finding> lastFindings() {
        return lastFindings;
    }

    public ZoneId businessZone() {
        return settings.businessZone();
    }

    /** Told of every set that replaced another one, after it did. */
    void onChange(Consumer<MappingSet> listener) {
        listeners.add(listener);
    }

    /** Loads the folder as it is now; the set in force stays when anything is wrong with it. */
    synchronized void reload() {
        MappingLoader.Loaded loaded;
        try {
            loaded = loader.load(settings.dir());
        } catch (IOException e) {
            kept(List.of(Finding.error(
                    ".", Position.START, "FOLDER_UNREADABLE", "the folder cannot be read: " + e.getMessage(), "")));
            return;
        }
        if (loaded.findings().isEmpty()
                && loaded.files().isEmpty()
                && !active.all().isEmpty()) {
            kept(List.of(Finding.error(".", Position.START, "NO_MAPPINGS", "no mapping file is left", "")));
        } else {
            loaded.set().ifPresentOrElse(this::replace, () -> kept(loaded.findings()));
        }
    }

    private void replace(LoadedSet set) {
        lastFindings = List.of();
        if (set.hash().equals(active.hash())) {
            return;
        }
        active = set;
        listeners.forEach(listener -> listener.accept(set));
        logLoaded(set);
    }

    private void kept(List<Finding> findings) {
        lastFindings = List.copyOf(findings);
        findings.stream()
                .limit(FINDINGS_LOGGED)
                .forEach(finding -> log.atError()
                        .addKeyValue("file", finding.file())
                        .addKeyValue("line", finding.line())
                        .addKeyValue("column", finding.column())
                        .addKeyValue("code", finding.code())
                        .addKeyValue("hint", finding.hint())
                        .log("mappings not taken, the old set serves on: {}", finding.message()));
    }

    private MappingSet first() {
        try {
            MappingLoader.Loaded loaded = loader.load(settings.dir());
            LoadedSet set = loaded.set().orElseThrow(() -> doesNotLoad(loaded.findings()));
            logLoaded(set);
            return set;
        } catch (IOException e) {
            throw new IllegalStateException("the mappings folder cannot be read: " + settings.dir(), e);
        }
    }

    private static void logLoaded(LoadedSet set) {
        log.atInfo()
                .addKeyValue("hash", set.hash())
                .addKeyValue("count", set.all().size())
                .log("mappings loaded");
    }

    private static IllegalStateException doesNotLoad(List<Finding> findings) {
        return new IllegalStateException("the mappings do not load: "
                + findings.stream().map(Finding::toString).toList());
    }
}
