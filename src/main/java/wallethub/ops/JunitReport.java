package wallethub.ops;

import wallethub.mapping.Finding;
import wallethub.mapping.MappingWorkbench.Tested;
import wallethub.mapping.SampleResult;

/** The results of {@code hub test} as the XML that build servers read. */
final class JunitReport {

    private JunitReport() {}

    static String of(Tested tested) {
        long failed =
                tested.results().stream().filter(result -> !result.passed()).count()
                        + tested.broken().size();
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuite name=\"mappings\" tests=\"")
                .append(tested.results().size() + tested.broken().size())
                .append("\" failures=\"")
                .append(failed)
                .append("\">\n");
        tested.broken().forEach(finding -> append(xml, finding));
        tested.results().forEach(result -> append(xml, result));
        return xml.append("</testsuite>\n").toString();
    }

    private static void append(StringBuilder xml, Finding finding) {
        open(xml, finding.file(), "loads", 0);
        failure(xml, finding.toString());
    }

    private static void append(StringBuilder xml, SampleResult result) {
        open(xml, result.mapping(), result.kind() + ": " + result.name(), result.micros());
        if (result.passed()) {
            xml.append("</testcase>\n");
        } else {
            failure(xml, String.join("\n", result.differences()));
        }
    }

    private static void open(StringBuilder xml, String group, String name, long micros) {
        xml.append("  <testcase classname=\"")
                .append(escaped(group))
                .append("\" name=\"")
                .append(escaped(name));
        xml.append("\" time=\"")
                .append(java.math.BigDecimal.valueOf(micros, 6).toPlainString())
                .append("\">");
    }

    private static void failure(StringBuilder xml, String text) {
        xml.append("<failure>").append(escaped(text)).append("</failure></testcase>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                // XML 1.0 has no such characters at all.
                .replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
    }
}
