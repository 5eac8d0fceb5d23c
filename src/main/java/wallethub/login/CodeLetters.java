package wallethub.login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;
import wallethub.id.ChallengeId;
import wallethub.lane.Door;
import wallethub.lane.LaneSettings;
import wallethub.lane.Letter;

/** The secret letters that carry a code: to ourselves first, and from there to the lane that sends messages. */
@Component
class CodeLetters {

    static final String OWN_MAPPING = "hub.login-code";
    static final String MESSAGE_MAPPING = "notify.login-code";
    private static final String OWN_LANE = "login";
    private static final String MESSAGE_LANE = "notify";
    private static final JsonMapper JSON = new JsonMapper();

    private final Door door;

    /** @throws IllegalStateException when nothing could seal a letter */
    CodeLetters(Door door, LaneSettings lanes) {
        this.door = door;
        String key = lanes.secretKey();
        if (key == null || key.isBlank()) {
            throw new IllegalStateException(
                    "HUB_LANE_SECRETKEY (hub.lane.secret-key) is missing: codes lie sealed in the lanes, 32 bytes in base64");
        }
    }

    /** In the caller's transaction, for every number alike. */
    void ask(ChallengeId id, String mobile, String code, String language, Instant expiresAt) {
        if (!store(OWN_LANE, OWN_MAPPING, id, mobile, code, language, expiresAt)) {
            throw new IllegalStateException("the mapping " + OWN_MAPPING + " is switched off: nobody could log in");
        }
    }

    /** In the caller's transaction: this one becomes a message, unless messages are switched off. */
    boolean send(ChallengeId id, String mobile, String code, String language, Instant expiresAt) {
        return store(MESSAGE_LANE, MESSAGE_MAPPING, id, mobile, code, language, expiresAt);
    }

    private boolean store(
            String lane,
            String mapping,
            ChallengeId id,
            String mobile,
            String code,
            String language,
            Instant expiresAt) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("challengeId", id.text());
        body.put("mobile", mobile);
        body.put("code", code);
        body.put("language", language);
        body.put("expiresAt", expiresAt.toString());
        String correlation = MDC.get("correlationId");
        Door.Acceptance acceptance = door.acceptSecretInTransaction(new Letter(
                lane,
                id.text(),
                "otp-" + id,
                mapping,
                bytes(body),
                Map.of(),
                correlation == null ? id.text() : correlation,
                MDC.get("traceparent")));
        return acceptance != Door.Acceptance.DISABLED;
    }

    private static byte[] bytes(Map<String, String> body) {
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts have a JSON form", e);
        }
    }
}
