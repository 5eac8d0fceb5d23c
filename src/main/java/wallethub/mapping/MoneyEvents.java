package wallethub.mapping;

import java.util.List;
import java.util.Set;

/** The business events that move money, and so must reach the ERP exactly once; the one list of them. */
final class MoneyEvents {

    private static final Set<String> NAMES = Set.of(
            "recharge.succeeded",
            "wallet.refunded",
            "wallet.adjusted",
            "invoice.deducted",
            "order.paid",
            "order.refunded",
            "order.rescued",
            "order.rescue-reversed",
            "hold.captured");
    /** Born in the ERP: told to others, never sent back. */
    private static final Set<String> OF_THE_ERP = Set.of("wallet.corrected");

    private MoneyEvents() {}

    static boolean isMoney(String pattern) {
        return NAMES.stream().anyMatch(name -> EventPattern.overlap(name, pattern));
    }

    static boolean isOfTheErp(String pattern) {
        return OF_THE_ERP.stream().anyMatch(name -> EventPattern.overlap(name, pattern));
    }

    static List<String> names() {
        return NAMES.stream().sorted().toList();
    }

    static boolean isErp(Mapping mapping) {
        return mapping.target().system().equals("erp");
    }
}
