package wallethub.mapping;

/** An event's name, or all that end alike: {@code *.reversed}. */
final class EventPattern {

    private EventPattern() {}

    static boolean matches(String pattern, String eventType) {
        return pattern.startsWith("*.") ? eventType.endsWith(pattern.substring(1)) : pattern.equals(eventType);
    }

    /** Whether some event is taken by both. */
    static boolean overlap(String one, String other) {
        return matches(one, other.replace("*", "any")) || matches(other, one.replace("*", "any"));
    }
}
