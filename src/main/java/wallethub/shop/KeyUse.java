package wallethub.shop;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a store shows a key for. */
enum KeyUse {
    /** With each request, as it is. */
    API("api", "whk_"),
    /** At the token endpoint only, for short tokens. */
    CLIENT("client", "whc_");

    private final String wire;
    private final String prefix;

    KeyUse(String wire, String prefix) {
        this.wire = wire;
        this.prefix = prefix;
    }

    @JsonValue
    String wire() {
        return wire;
    }

    /** What the text of such a key begins with, so that people and scanners know one where it should not be. */
    String prefix() {
        return prefix;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    @JsonCreator
    static KeyUse of(String wire) {
        return Arrays.stream(values())
                .filter(one -> one.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no use of a key"));
    }
}
