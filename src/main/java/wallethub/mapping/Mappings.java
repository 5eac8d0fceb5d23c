package wallethub.mapping;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The set of mappings in force; a changed file replaces the whole set, or nothing.
 *
 * <p>The first set is loaded when this is made, so whoever has it has mappings; a folder that does not load then stops the
 * start.
 */
@Component
public class Mappings {

    private static final Logger log = LoggerFactory.getLogger(Mappings.class);

    private final MappingSettings settings;
    private final MappingLoader loader;
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

    private MappingSet first() {
        try {
            MappingLoader.Loaded loaded = loader.load(settings.dir());
            LoadedSet set = loaded.set().orElseThrow(() -> doesNotLoad(loaded.findings()));
            log.atInfo()
                    .addKeyValue("hash", set.hash())
                    .addKeyValue("count", set.all().size())
                    .log("mappings loaded");
            return set;
        } catch (IOException e) {
            throw new IllegalStateException("the mappings folder cannot be read: " + settings.dir(), e);
        }
    }

    private static IllegalStateException doesNotLoad(List<Finding> findings) {
        return new IllegalStateException("the mappings do not load: "
                + findings.stream().map(Finding::toString).toList());
    }
}
