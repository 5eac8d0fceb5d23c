package wallethub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What must hold before a set may serve: in each file, and of the files together. */
final class SetRules {

    private SetRules() {}

    static void check(List<MappingFile> files, List<Finding> findings) {
        for (int i = 0; i < files.size(); i++) {
            MappingFile file = files.get(i);
            decimalOperators(file, findings);
            nothingOfTheErpIsSentBack(file, findings);
            for (MappingFile earlier : files.subList(0, i)) {
                overlaps(earlier, file, findings);
            }
        }
    }

    private static void decimalOperators(MappingFile file, List<Finding> findings) {
        List<JsonNode> inputs =
                file.samples().stream().map(sample -> sample.path("input")).toList();
        for (DecimalOperators.Use use : file.mapping().expression().operators().refused(inputs)) {
            findings.add(Finding.error(
                    file.path(),
                    file.yaml().inside("/transform", use.at().line(), use.at().column()),
                    "DECIMAL_OPERATOR",
                    "the operator " + use.operator() + " computes in doubles",
                    "use dec-add, dec-sub, dec-mul, dec-cmp"));
        }
    }

    /** What was born in the ERP would be booked there a second time. */
    private static void nothingOfTheErpIsSentBack(MappingFile file, List<Finding> findings) {
        if (MoneyEvents.isErp(file.mapping())
                && file.mapping().events().stream().anyMatch(MoneyEvents::isOfTheErp)) {
            findings.add(Finding.error(
                    file.path(),
                    file.at("/source/event"),
                    "ERP_SUBSCRIBER_OF_ERP",
                    "wallet.corrected tells of what the ERP has booked by itself",
                    "name the events that the ERP does not have yet"));
        }
    }

    private static void overlaps(MappingFile earlier, MappingFile file, List<Finding> findings) {
        for (String event : file.mapping().events()) {
            if (earlier.mapping().events().stream().noneMatch(other -> EventPattern.overlap(other, event))) {
                continue;
            }
            boolean sameLane = earlier.mapping()
                    .target()
                    .lane()
                    .equals(file.mapping().target().lane());
            boolean bothErp = MoneyEvents.isErp(earlier.mapping()) && MoneyEvents.isErp(file.mapping());
            if (sameLane) {
                findings.add(Finding.error(
                        file.path(),
                        file.at("/source/event"),
                        "EVENT_LANE_TAKEN",
                        event + " already goes to lane "
                                + file.mapping().target().lane() + " by "
                                + earlier.mapping().name(),
                        "one mapping for an event and a lane"));
            } else if (bothErp && MoneyEvents.isMoney(event)) {
                findings.add(Finding.error(
                        file.path(),
                        file.at("/source/event"),
                        "ERP_SUBSCRIBER_TWICE",
                        event + " is already posted to the ERP by "
                                + earlier.mapping().name(),
                        "a money event is posted once"));
            }
        }
    }
}
