package wallethub.approval;

import com.fasterxml.jackson.databind.JsonNode;
import wallethub.operation.Precondition;

/** A group is to be that from now on. */
record SetSetting(String group, JsonNode value, String reason, Precondition ifMatch) {}
