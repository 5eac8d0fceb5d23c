package wallethub.approval;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A group of settings as one person wants it.
 *
 * @param version of the group that it was made against; what is in force then is bound by the approval's state too
 * @param value the whole group
 */
record SettingChange(String group, long version, JsonNode value, String reason) {}
