package wallethub.desk;

import java.util.Set;

/**
 * Which lanes carry money: what is brought back or given up there moves it, here or in the ERP, and two people decide.
 *
 * <p>Every lane but those that are known to carry none, so that one which somebody adds is not forgotten.
 */
final class MoneyLanes {

    // Facts for Kafka, messages to people, and who the customers are.
    private static final Set<String> WITHOUT = Set.of("events", "notify", "messages", "crm-feed");

    private MoneyLanes() {}

    static boolean carry(String lane) {
        return !WITHOUT.contains(lane);
    }
}
