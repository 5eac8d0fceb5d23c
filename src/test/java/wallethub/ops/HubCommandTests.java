package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import picocli.CommandLine;
import wallethub.lane.LaneSettings;
import wallethub.mapping.MappingFolder;
import wallethub.mapping.MappingWorkbench;

/** The command line: what it prints, and its exit codes. */
class HubCommandTests {

    private static final String ORDER =
            "{\"eventId\":\"e\",\"orderId\":\"O-1\",\"amount\":{\"amount\":\"1.500\",\"currency\":\"KWD\"}}";

    @TempDir
    Path project;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theShippedMappingsAreFine() {
        assertThat(hub("", "--mappings", "mappings", "lint")).isZero();
        assertThat(hub("", "--mappings", "mappings", "test")).isZero();
        assertThat(out.toString()).contains(" 0 failed, 0 problems in files");
    }

    @Test
    void lintReckonsWithTheLeaseThatLanesHave() {
        LaneSettings usual =
                new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("hub.lane", LaneSettings.class);
        assertThat(MappingWorkbench.USUAL_LEASE).isEqualTo(usual.lease());
    }

    @Test
    void lintSaysWhereAndWhat() {
        folder().write("shop/order.yaml", MappingFolder.RIGHT.replace("dec-string(", "round("));
        assertThat(run("", "lint")).isEqualTo(1);
        assertThat(out.toString())
                .contains("shop/order.yaml:14:14: FUNCTION_BANNED: ")
                .contains("(use dec-round");
    }

    @Test
    void lintSpeaksJson() {
        folder().write("shop/order.yaml", "name: [");
        assertThat(run("", "lint", "--json")).isEqualTo(1);
        assertThat(out.toString())
                .contains("\"file\" : \"shop/order.yaml\"", "\"line\" : 1", "\"code\" : \"YAML_SYNTAX\"");
    }

    @Test
    void testShowsTheDifferencePathByPathAndWritesJunit() throws IOException {
        folder().write("shop/order.yaml", MappingFolder.RIGHT.replace("total: \"1.500\"", "total: \"1.50\""));
        Path report = project.resolve("junit.xml");
        assertThat(run("", "test", "--junit", report.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(".total: expected \"1.50\", got \"1.500\"", "4 run, 1 failed");
        assertThat(Files.readString(report))
                .contains("tests=\"4\" failures=\"1\"")
                .contains("&quot;1.50&quot;");
    }

    @Test
    void mapPrintsTheMappedDocument() {
        folder().right();
        assertThat(run(ORDER, "map", "shop.order", "--context", "a=b")).isZero();
        assertThat(out.toString().strip()).isEqualTo("{\"id\":\"O-1\",\"total\":\"1.500\"}");
    }

    @Test
    void aRefusedDocumentIsOneAndItsCode() {
        folder().right();
        assertThat(run("{}", "map", "shop.order")).isEqualTo(1);
        assertThat(err.toString()).startsWith("MISSING_ORDER: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsTwo() {
        folder().right();
        assertThat(run("{}", "map", "no.such")).isEqualTo(2);
        assertThat(run("", "frobnicate")).isEqualTo(2);
        assertThat(hub("", "--mappings", project.resolve("none").toString(), "lint"))
                .isEqualTo(2);
    }

    private MappingFolder folder() {
        return new MappingFolder(project.resolve("mappings"));
    }

    private int run(String input, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--mappings";
        all[1] = project.resolve("mappings").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return hub(input, all);
    }

    private int hub(String input, String... arguments) {
        CommandLine line = HubCommand.line(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
