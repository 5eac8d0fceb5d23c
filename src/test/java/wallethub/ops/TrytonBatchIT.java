package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import wallethub.certify.FaultProxy;
import wallethub.certify.Passage;
import wallethub.certify.Trouble;
import wallethub.embedded.TrytonServer;
import wallethub.id.TransferId;
import wallethub.testing.Folders;

/** Entries in batches, through the lane and a proxy that makes trouble, against a running Tryton. */
@EnabledIf(
        value = "wallethub.embedded.TrytonServer#isInstalled",
        disabledReason = "no Tryton 6.0 to start; samples/tryton/tryton installed says why")
class TrytonBatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String UNBALANCED = "6.660";
    private static final String TOO_PRECISE = "7.770";

    private static TrytonServer tryton;
    private static FaultProxy proxy;
    private static EdgeServer hub;
    private static ErpOperations erp;
    private static Movements movements;

    private final String customer = "C-" + UUID.randomUUID();

    /** What only Tryton sees is wrong: the mapping of the test makes it of two amounts. */
    @BeforeAll
    static void start(@TempDir Path mappings) throws IOException {
        Folders.copy(Path.of("mappings"), mappings);
        Path entry = mappings.resolve("erp").resolve("entry.yaml");
        String money = "let money  = dec-string($amount, .amount.currency)";
        String broken = Files.readString(entry)
                .replace("version: 1\n", "version: 1000\n")
                .replace(
                        money,
                        money.replace("money  =", "exact =") + "\n  let money = if (test($exact, \"^" + TOO_PRECISE
                                + "$\")) \"7.7701\" else $exact")
                .replace(
                        "\"debit\": $money",
                        "\"debit\": if (test($money, \"^" + UNBALANCED + "$\")) \"1.000\" else $money");
        assertThat(broken).contains("7.7701").contains(UNBALANCED);
        Files.writeString(entry, broken);
        tryton = TrytonServer.start();
        proxy = FaultProxy.before(URI.create(tryton.url));
        hub = EdgeServer.shipped(Stream.concat(
                        Stream.of(tryton.settings(tryton.password)),
                        Stream.of("hub.erp.url=" + proxy.url(), "hub.mappings.dir=" + mappings))
                .toArray(String[]::new));
        erp = new ErpOperations(hub.context.getBean(CamelContext.class), "tryton");
        movements = new Movements(hub, tryton);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
            proxy.close();
        }
        if (tryton != null) {
            tryton.close();
        }
    }

    @Test
    void manyGoInSixCallsAndAgainInOne() {
        List<String> references = references(20);
        erp.answer("ensure-customer", customer(customer));
        List<String> entries =
                references.stream().map(each -> entry(each, customer, "1.000")).toList();
        int before = proxy.passages().size();
        JsonNode first = erp.answer("ensure-entries", entries.toString());
        assertThat(proxy.passages().size() - before).isEqualTo(6);
        assertThat(first).hasSize(20);
        for (int i = 0; i < 20; i++) {
            JsonNode body = first.path(i).path("body");
            assertThat(first.path(i).path("status").asInt()).isEqualTo(200);
            assertThat(body.path("reference").asText()).isEqualTo(references.get(i));
            assertThat(body.path("number").asText()).startsWith("WALLET-");
            assertThat(body.path("state").asText()).isEqualTo("posted");
        }
        before = proxy.passages().size();
        assertThat(erp.answer("ensure-entries", entries.toString())).isEqualTo(first);
        assertThat(proxy.passages().size() - before).isEqualTo(1);
    }

    /** Posted, a draft, absent, of nobody, without an open period, with another amount: each as it is. */
    @Test
    void eachOfABatchIsJudgedByItself() {
        List<String> references = references(6);
        erp.answer("ensure-customer", customer(customer));
        erp.answer("ensure-entry", entry(references.get(0), customer, "1.000"));
        proxy.when(calls("account.move.post"), 1, Trouble.answer(503, ""));
        erp.refuses("ensure-entry", entry(references.get(1), customer, "1.000"), 503, "outage", "HTTP_503");
        erp.answer("ensure-entry", entry(references.get(5), customer, "1.000"));

        JsonNode answers = erp.answer(
                "ensure-entries",
                List.of(
                                entry(references.get(0), customer, "1.000"),
                                entry(references.get(1), customer, "1.000"),
                                entry(references.get(2), customer, "1.000"),
                                entry(references.get(3), "C-nobody", "1.000"),
                                entry(references.get(4), customer, "1.000").replace(today().toString(), "2101-01-31"),
                                entry(references.get(5), customer, "1.001"))
                        .toString());

        assertThat(answers.findValuesAsText("status")).containsExactly("200", "200", "200", "422", "423", "409");
        assertThat(answers.path(3).path("body").path("error").path("code").asText())
                .isEqualTo("CUSTOMER_UNKNOWN");
        assertThat(answers.path(4).path("body").path("error").path("code").asText())
                .isEqualTo("PERIOD_CLOSED");
        assertThat(answers.path(5).path("code").asText()).isEqualTo("REFERENCE_CONFLICT");
        assertThat(count(references, "posted")).isEqualTo(4);
        assertThat(count(references, "draft")).isZero();
    }

    @Test
    void oneBadRecordHarmsNoOtherAndLeavesNoDraft() {
        List<TransferId> good = new ArrayList<>();
        List<TransferId> bad = new ArrayList<>();
        for (int wallet = 0; wallet < 12; wallet++) {
            String amount = wallet == 3 ? UNBALANCED : wallet == 7 ? TOO_PRECISE : "1.251";
            (amount.equals("1.251") ? good : bad).addAll(movements.recharge(customer + wallet, amount));
        }
        await().atMost(PATIENCE).until(() -> movements.settled(good) == good.size() && dead() == bad.size());
        assertPostedOnce(good);
        assertThat(movements.posted(bad) + movements.drafts(bad)).isZero();
        assertThat(hub.jdbc
                        .sql("select distinct code from lane_dead_letter where mapping = 'erp.entry'")
                        .query(String.class)
                        .list())
                .containsExactly("ENTRY_REFUSED");
    }

    @Test
    void aMissingCustomerHoldsOnlyItsOwnMovement() {
        List<TransferId> known = new ArrayList<>();
        List<TransferId> missing = movements.rechargeOfUnknown(customer + "missing", "1.251");
        for (int wallet = 0; wallet < 8; wallet++) {
            known.addAll(movements.recharge(customer + wallet, "1.251"));
        }
        await().atMost(PATIENCE).until(() -> movements.settled(known) == known.size());
        assertPostedOnce(known);
        assertThat(movements.posted(missing) + movements.drafts(missing)).isZero();
        erp.answer("ensure-customer", customer(customer + "missing"));
        await().atMost(PATIENCE).until(() -> movements.settled(missing) == 1);
        assertPostedOnce(missing);
    }

    /** Tryton did what it was asked to, and nobody heard of it: after the create, and then after the post. */
    @Test
    void aTimeoutAfterItWasDoneEndsWithEachPostedOnce() {
        proxy.when(calls("account.move.create"), 1, new Trouble.LoseAnswer());
        proxy.when(calls("account.move.post"), 1, new Trouble.LoseAnswer());
        List<TransferId> transfers = new ArrayList<>();
        for (int wallet = 0; wallet < 15; wallet++) {
            transfers.addAll(movements.recharge(customer + wallet, "1.251"));
        }
        await().atMost(PATIENCE).until(() -> movements.settled(transfers) == transfers.size());
        assertThat(proxy.isSpent()).isTrue();
        assertPostedOnce(transfers);
        assertThat(movements.failures()).anyMatch(failure -> failure.startsWith("unknown"));
    }

    @Test
    void aBacklogIsPostedOnceAndInOrderThoughTrytonIsKilledInTheMiddle() {
        List<List<TransferId>> wallets = new ArrayList<>();
        List<TransferId> all = new ArrayList<>();
        for (int wallet = 0; wallet < 20; wallet++) {
            wallets.add(movements.recharge(customer + wallet, Movements.times(5, "1.251")));
            all.addAll(wallets.getLast());
        }
        await().atMost(PATIENCE).until(() -> movements.posted(all) >= 20);
        tryton.killAndStart();
        await().atMost(PATIENCE.multipliedBy(2)).until(() -> movements.settled(all) == all.size());
        assertPostedOnce(all);
        for (List<TransferId> wallet : wallets) {
            assertThat(movements.moves(wallet, "posted"))
                    .containsExactlyElementsOf(
                            wallet.stream().map(TransferId::text).toList());
        }
    }

    private static void assertPostedOnce(List<TransferId> transfers) {
        assertThat(movements.moves(transfers, "posted"))
                .containsExactlyInAnyOrderElementsOf(
                        transfers.stream().map(TransferId::text).toList());
        assertThat(movements.drafts(transfers)).isZero();
    }

    private static Predicate<Passage> calls(String method) {
        return passage -> passage.body().contains("\"model." + method + "\"");
    }

    private static int dead() {
        return hub.jdbc
                .sql("select count(*) from lane_dead_letter where mapping = 'erp.entry'")
                .query(Integer.class)
                .single();
    }

    private static int count(List<String> references, String state) {
        return tryton.database
                .sql("select count(*) from account_move where description in (:references) and state = :state")
                .param("references", references)
                .param("state", state)
                .query(Integer.class)
                .single();
    }

    private static List<String> references(int count) {
        return Stream.generate(() -> "trf-" + UUID.randomUUID()).limit(count).toList();
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String customer(String id) {
        return "{\"externalId\":\"%s\",\"name\":\"Sample Customer\",\"currency\":\"KWD\"}".formatted(id);
    }

    private static String entry(String reference, String customer, String amount) {
        return """
                {"reference":"%s","kind":"wallet-recharge","customer":"%s","date":"%s","currency":"KWD",
                 "lines":[{"account":"1101","debit":"%s"},{"account":"2301","credit":"%s"}],"text":"Wallet recharge"}""".formatted(reference, customer, today(), amount, amount);
    }
}
