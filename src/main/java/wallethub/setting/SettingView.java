package wallethub.setting;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.operation.CanonicalJson;

/**
 * A group as it is in force.
 *
 * @param version 0 as long as nobody has set it
 * @param guardsMoney whether a second person decides about each change
 * @param history the latest changes, the last one first
 */
public record SettingView(String group, long version, boolean guardsMoney, Object value, List<Change> history) {

    private static final int TAG = 16;

    public SettingView {
        history = List.copyOf(history);
    }

    /** Who made a version, or approved it where that takes two, and why. */
    public record Change(long version, String changedBy, String reason, Instant changedAt) {

        static Change of(SettingVersion version) {
            return new Change(version.version(), version.changedBy(), version.reason(), version.changedAt());
        }
    }

    /** Another one with each version, and with other configuration under one that nobody has set. */
    public String tag() {
        return version + "-" + hash().substring(0, TAG);
    }

    /** Canonical JSON, as a version keeps it. */
    public String content() {
        return CanonicalJson.text(value);
    }

    /** Of what is in force, for the audit. */
    String hash() {
        return hashOf(content());
    }

    static String hashOf(String content) {
        return HexFormat.of().formatHex(CanonicalJson.hash(content));
    }

    @Nullable
    Change last() {
        return history.isEmpty() ? null : history.getFirst();
    }
}
