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
