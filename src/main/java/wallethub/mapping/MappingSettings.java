package wallethub.mapping;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the mappings.
 *
 * @param dir the folder with mapping files, schemas and tables
 * @param documentMax bytes of a document, before and after mapping; at most 16 MiB
 * @param transformTime of one transform; at most a minute
 * @param businessZone where the books are kept; a transform reads it as {@code $ctx.businessZone}
 * @param poll how often the folder is looked at, besides being told; 100 ms to 1 minute
 * @param rollover how long the set before the one in force keeps its instances ready, so that a rolling change can finish;
 *     at most a day
 * @param activate the hash of a set that is made the one in force at start although another came after it: a roll-back
 */
@ConfigurationProperties("hub.mappings")
public record MappingSettings(
        @DefaultValue("mappings") Path dir,
        @DefaultValue("1048576") int documentMax,
        @DefaultValue("1s") Duration transformTime,
        @DefaultValue("1s") Duration poll,
        @DefaultValue(USUAL_ZONE) ZoneId businessZone,
        @DefaultValue("10m") Duration rollover,
        @DefaultValue("") String activate) {

    static final String USUAL_ZONE = "Asia/Kuwait";

    public MappingSettings {
        require(documentMax >= 1024 && documentMax <= 16 * 1024 * 1024, "document-max is 1 KiB to 16 MiB");
        require(isWithin(transformTime, Duration.ofMillis(10), Duration.ofMinutes(1)), "transform-time is 10ms to 1m");
        require(isWithin(rollover, Duration.ZERO, Duration.ofDays(1)), "rollover is 0s to 1d");
        require(activate.isEmpty() || activate.matches("[0-9a-f]{8,64}"), "activate is 8 or more digits of a hash");
        require(isWithin(poll, Duration.ofMillis(100), Duration.ofMinutes(1)), "poll is 100ms to 1m");
    }

    MappingLimits limits() {
        return new MappingLimits(documentMax, transformTime);
    }

    private static boolean isWithin(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("hub.mappings." + rule);
        }
    }
}
