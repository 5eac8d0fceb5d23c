package wallethub.setting;

import java.time.Instant;

/**
 * A version of a group as it is kept.
 *
 * @param content JSON in its canonical form
 * @param changedBy the subject of the audit, such as {@code staff:stf_01J…}
 */
record SettingVersion(String group, long version, String content, String changedBy, String reason, Instant changedAt) {}
