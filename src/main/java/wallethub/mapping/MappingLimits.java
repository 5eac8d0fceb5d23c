package wallethub.mapping;

import java.time.Duration;

/**
 * What a transform may use.
 *
 * @param document bytes of the document
 * @param time of one transform
 */
record MappingLimits(int document, Duration time) {

    static final MappingLimits DEFAULT = new MappingLimits(1024 * 1024, Duration.ofSeconds(1));
}
