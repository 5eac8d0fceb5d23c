package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.mapping.Finding.Severity;

/** Every rule, met by one change of a mapping that is right in every way. */
class LintTests {

    @TempDir
    Path project;

    @Test
    void theRightOneHasOnlyTheEventsThatNobodyPosts() {
        assertThat(lint(MappingFolder.RIGHT))
                .extracting(Finding::code)
                .hasSize(9)
                .containsOnly("ERP_SUBSCRIBER_NONE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "YAML_SYNTAX         | owner: shop                  | owner: [",
                "YAML_DUPLICATE_KEY  | owner: shop\\n                | `owner: shop\\nowner: shop\\n`",
                "FORMAT              | version: 1                   | version: one",
                "FORMAT              | owner: shop                  | owners: shop",
                "FORMAT              | .walletId                    | '.wallet + .id'",
                "NAME_PATH           | name: shop.order             | name: shop.orders",
                "JSLT_COMPILE        | dec-string(                  | dec-string((",
                "JSLT_COMPILE        | dec-string(                  | no-such-function(",
                "FUNCTION_BANNED     | dec-string(.amount.amount, .amount.currency) | round(.amount.amount)",
                "FUNCTION_BANNED     | dec-string(.amount.amount, .amount.currency) | now()",
                "DECIMAL_OPERATOR    | dec-string(.amount.amount, .amount.currency) | .amount.amount + .fee",
                "DECIMAL_OPERATOR    | dec-string(.amount.amount, .amount.currency) | if (.amount.amount == .due) 1 else 2",
                "DECIMAL_OPERATOR    | dec-string(.amount.amount, .amount.currency) | if (dec(.x) < 5) 1 else 2",
                "DECIMAL_OPERATOR    | dec-string(.amount.amount, .amount.currency) | .count * 2",
                "SAMPLE_FAILED       | total: `1.500`               | total: `1.50`",
                "OUTCOME_FAILED      | expect: outage               | expect: retry",
                "PLACEHOLDER_UNSET   | delivery:\\n                  | `delivery:\\n  timeout: \"{{hub.shop.timeout}}\"\\n`",
                "FORMAT              | delivery:\\n                  | `delivery:\\n  timeout: \"{{hub.shop.timeout:soon}}\"\\n`",
                "TABLE_UNKNOWN       | keys:\\n                      | `tables: { a: tables/none.csv }\\nkeys:\\n`",
                "SCHEMA_UNKNOWN      | operation: ensure-order      | operation: ensure-order, schema: schemas/none.schema.json"
            })
    void anErrorKeepsTheSetFromLoading(String code, String from, String to) {
        String text = MappingFolder.RIGHT.replace(unescaped(from), unescaped(to));
        assertThat(text).isNotEqualTo(MappingFolder.RIGHT);
        List<Finding> findings = lint(text);
        assertThat(findings)
                .filteredOn(each -> each.severity() == Severity.ERROR)
                .extracting(Finding::code)
                .contains(code);
        assertThat(folder().load().set()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MODELINE           | # yaml-language-server         | # yaml",
                "SAMPLES_REFUSAL    | `expectError: { code: MISSING_ORDER }` | `expect: { total: \"1.500\" }`",
                "SAMPLES_NAME       | name: edge                     | name: plain",
                "ORDERING_COARSE    | ordering: .walletId            | ordering: .currency",
                "RUNBOOK_MISSING    | docs/operating/shop.md         | docs/operating/none.md",
                "RETENTION_LONG     | runbook: docs/operating/shop.md | `runbook: docs/operating/shop.md, retention: 91d`",
                "LATE_IN_ORDER      | `delivery:\\n` | `delivery:\\n  retry: { late: discard }\\n`",
                "VERSION_NEW        | version: 1                     | version: 2",
                "VERSION_NOT_RAISED | `\"MISSING_ORDER\", \"no order\"` | `\"MISSING_ORDER\", \"an order is missing\"`",
                "SAMPLES_FEW        | `  - name: edge\\n    input: { eventId: e, walletId: w, orderId: O-1, amount: { amount: \"9007199254740993.10\", currency: SAR } }\\n    expect: { id: O-1, total: \"9007199254740993.10\" }\\n` | ``"
            })
    void aFaultOfDisciplineFailsLintAndStillLoads(String code, String from, String to) {
        String right = code.equals("SAMPLES_REFUSAL")
                ? MappingFolder.RIGHT.replace(
                        "require(.orderId, \"MISSING_ORDER\", \"no order\")",
                        "fallback(.orderId, reject(\"MISSING_ORDER\", \"no order\"))")
                : MappingFolder.RIGHT;
        lint(right);
        String text = right.replace(unescaped(from), unescaped(to));
        if (code.equals("SAMPLES_REFUSAL")) {
            text = text.replace(
                            "input: { eventId: e, walletId: w, amount",
                            "input: { eventId: e, walletId: w, orderId: O-2, amount")
                    .replace("expect: { total: \"1.500\" }", "expect: { id: O-2, total: \"1.500\" }");
        }
        assertThat(text).isNotEqualTo(right);
        folder().write("shop/order.yaml", text);
        assertThat(found(false)).extracting(Finding::code).contains(code);
        assertThat(folder().load().set()).isPresent();
    }

    @Test
    void aCompileErrorStandsAtItsPlaceInTheYamlFile() {
        List<Finding> findings = lint(MappingFolder.RIGHT.replace("dec-string(", "no-such-function("));
        assertThat(findings)
                .filteredOn(each -> each.code().equals("JSLT_COMPILE"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.line()).isEqualTo(14);
                    assertThat(each.column()).isEqualTo(14);
                });
    }

    @Test
    void anErrorInTheFormatStandsAtItsValue() {
        assertThat(lint(MappingFolder.RIGHT.replace("expect: outage", "expect: perhaps")))
                .filteredOn(each -> each.code().equals("FORMAT"))
                .anySatisfy(each -> assertThat(each.line()).isEqualTo(35));
    }

    @Test
    void twoMappingsForOneEventAndLaneDoNotLoad() {
        folder().right().write("mall/order.yaml", MappingFolder.RIGHT.replace("name: shop.order", "name: mall.order"));
        assertThat(folder().load().findings()).extracting(Finding::code).containsExactly("EVENT_LANE_TAKEN");
    }

    @Test
    void aPatternTakesTheSameEventAsItsName() {
        folder().right()
                .write(
                        "mall/order.yaml",
                        MappingFolder.RIGHT
                                .replace("name: shop.order", "name: mall.order")
                                .replace("[order.paid]", "[\"*.paid\"]"));
        assertThat(folder().load().findings()).extracting(Finding::code).containsExactly("EVENT_LANE_TAKEN");
    }

    @Test
    void aMoneyEventPostedTwiceDoesNotLoad() {
        String erp = MappingFolder.RIGHT
                .replace("[order.paid]", "[recharge.succeeded]")
                .replace("system: shop", "system: erp");
        folder().write("shop/order.yaml", erp)
                .write(
                        "mall/order.yaml",
                        erp.replace("name: shop.order", "name: mall.order").replace("lane: shop", "lane: erp-too"));
        assertThat(folder().load().findings()).extracting(Finding::code).containsExactly("ERP_SUBSCRIBER_TWICE");
    }

    @Test
    void whatWasBornInTheErpIsNotSentBackThere() {
        String erp = MappingFolder.RIGHT
                .replace("[order.paid]", "[wallet.corrected]")
                .replace("system: shop", "system: erp");
        folder().write("shop/order.yaml", erp);
        assertThat(folder().load().findings()).extracting(Finding::code).containsExactly("ERP_SUBSCRIBER_OF_ERP");
    }

    @Test
    void aTimeOutThatTheLeaseDoesNotCoverIsAnError() {
        assertThat(lint(MappingFolder.RIGHT.replace("delivery:\n", "delivery:\n  timeout: 65s\n")))
                .extracting(Finding::code)
                .doesNotContain("LEASE_SHORT");
        assertThat(lint(MappingFolder.RIGHT.replace("delivery:\n", "delivery:\n  timeout: 66s\n")))
                .filteredOn(each -> each.code().equals("LEASE_SHORT"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.severity()).isEqualTo(Severity.DISCIPLINE);
                    assertThat(each.line()).isEqualTo(17);
                    assertThat(each.hint()).contains("76 s");
                });
    }

    @Test
    void theTimeOutsOfTheRoutesOnTheWayAreAddedUp() throws IOException {
        Path routes = Files.createDirectories(project.resolve("routes/deliver"));
        Files.writeString(routes.resolve("delivery-shop.camel.yaml"), """
                - route:
                    id: delivery-shop
                    from:
                      uri: lane:shop
                      steps:
                        - to: mapping
                        - toD: direct:{{hub.shop.connector}}.${header.hubTargetOperation}
                """);
        Files.writeString(routes.resolve("connectors.camel.yaml"), """
                - route:
                    id: rest-ensure-order
                    from:
                      uri: direct:rest.ensure-order
                      steps:
                        - to: direct:rest.call
                        - choice:
                            when:
                              - simple: "${header.again} == 'yes'"
                                steps:
                                  - to: direct:rest.call
                - route:
                    id: rest-call
                    from:
                      uri: direct:rest.call
                      steps:
                        - to:
                            uri: "{{hub.shop.url}}"
                            parameters:
                              connectTimeout: 2000
                              responseTimeout: "{{hub.shop.patience:34s}}"
                """);
        assertThat(lint(MappingFolder.RIGHT))
                .filteredOn(each -> each.code().equals("LEASE_SHORT"))
                .singleElement()
                .satisfies(each -> assertThat(each.message()).contains("75 s", "72 s by the time-outs of its routes"));
    }

    @Test
    void aTableThatIsNotDeclaredIsFoundAtLoad() {
        for (String call : List.of("lookup(\"accounts\", .walletId)", "lookup(.table, \"x\")")) {
            String text = MappingFolder.RIGHT.replace("dec-string(.amount.amount, .amount.currency)", call);
            assertThat(lint(text))
                    .filteredOn(each -> each.code().equals("TABLE_UNKNOWN"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.severity()).isEqualTo(Severity.ERROR);
                        assertThat(each.line()).isEqualTo(14);
                    });
        }
    }

    @Test
    void acceptingNeverOverwritesAVersionOnRecord() throws IOException {
        lint(MappingFolder.RIGHT);
        String before = Files.readString(mappings().resolve("versions.lock"));
        folder().write("shop/order.yaml", MappingFolder.RIGHT.replace("no order", "no order at all"));
        assertThat(found(true)).extracting(Finding::code).contains("VERSION_NOT_RAISED");
        assertThat(Files.readString(mappings().resolve("versions.lock"))).isEqualTo(before);
    }

    @Test
    void acceptingRecordsEveryVersionOnce() throws IOException {
        lint(MappingFolder.RIGHT);
        folder().write("shop/order.yaml", MappingFolder.RIGHT.replace("version: 1", "version: 2"));
        found(true);
        assertThat(Files.readString(mappings().resolve("versions.lock")))
                .contains("shop.order 1 ")
                .contains("shop.order 2 ");
    }

    /** A hundred mappings with three samples each, in this process; the command's own figure is in the notes. */
    @Test
    void aHundredMappingsAreTestedQuickly() throws IOException {
        for (int i = 0; i < 100; i++) {
            folder().write(
                            "shop/order" + i + ".yaml",
                            MappingFolder.RIGHT
                                    .replace("name: shop.order", "name: shop.order" + i)
                                    .replace("lane: shop", "lane: shop" + i));
        }
        Instant from = Instant.ofEpochMilli(System.nanoTime() / 1_000_000);
        MappingWorkbench.Tested tested = new MappingWorkbench(mappings(), project, name -> null).test();
        Instant until = Instant.ofEpochMilli(System.nanoTime() / 1_000_000);
        assertThat(tested.results()).hasSize(400);
        assertThat(tested.passed()).isTrue();
        assertThat(Duration.between(from, until)).isLessThan(Duration.ofSeconds(20));
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("total: `", "total: \"").replace("`", "\"");
    }

    /** With its version on record and its runbook there. */
    private List<Finding> lint(String text) {
        folder().right();
        try {
            Files.createDirectories(project.resolve("docs/operating"));
            Files.writeString(project.resolve("docs/operating/shop.md"), "# Shop\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found(true);
        folder().write("shop/order.yaml", text);
        return found(false);
    }

    private List<Finding> found(boolean accept) {
        try {
            return new MappingWorkbench(mappings(), project, name -> null).lint(accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mappings() {
        return project.resolve("mappings");
    }

    private MappingFolder folder() {
        return new MappingFolder(mappings());
    }
}
