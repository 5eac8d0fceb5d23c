package wallethub.lane.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import wallethub.lane.HubHeaders;
import wallethub.lane.LaneTestKit;
import wallethub.mapping.MappingException;

/** Batches of a lane in a route: what becomes of each delivery when the whole is answered, refused, or not answered. */
class LaneBatchIT {

    private static final int COUNT = 5;

    private final LaneTestKit kit = new LaneTestKit("payments.event", "payments");
    private final DefaultCamelContext camel = new DefaultCamelContext();
    /** Of one shard: they are claimed together, and so they go in one call. */
    private final List<String> keys = new ArrayList<>();

    private final List<List<String>> calls = new CopyOnWriteArrayList<>();

    private volatile String refused = "";
    private volatile Target target = (exchange, sent) -> {};

    /** What the route's last step does. */
    private interface Target {
        void act(Exchange exchange, List<String> keys) throws Exception;
    }

    @BeforeEach
    void start() throws Exception {
        camel.addComponent(
                "lane", new LaneComponent(kit.door(), kit.lanes(), kit.settings(), new StandardEnvironment()));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("lane:payments");
                from("lane:payments?batch=10")
                        .routeId("apply")
                        .autoStartup(false)
                        .process(LaneBatchIT.this::map)
                        .process(LaneBatchIT.this::act);
            }
        });
        camel.start();
        for (int n = 0; keys.size() < COUNT && n < 10_000; n++) {
            if (kit.count("select lane_shard_of('w" + n + "')") == 0) {
                keys.add("w" + n);
            }
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
        kit.close();
    }

    /** As the step mapping does it, which refuses one key. */
    private void map(Exchange exchange) {
        for (Exchange each : items(exchange)) {
            String key = each.getMessage().getHeader(HubHeaders.KEY, String.class);
            if (key.equals(refused)) {
                each.setException(new MappingException("LOOKUP_MISS", "not in the table"));
            } else if (each.getProperty(HubHeaders.MAPPED_DOCUMENT) == null) {
                each.setProperty(HubHeaders.MAPPED_DOCUMENT, ("mapped " + key).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static List<Exchange> items(Exchange exchange) {
        List<?> batch = exchange.getProperty(HubHeaders.BATCH, List.class);
        return batch == null
                ? List.of(exchange)
                : batch.stream().map(Exchange.class::cast).toList();
    }

    private void act(Exchange exchange) throws Exception {
        List<String> keys = items(exchange).stream()
                .filter(each -> each.getException() == null)
                .map(each -> each.getMessage().getHeader(HubHeaders.KEY, String.class))
                .toList();
        calls.add(keys);
        target.act(exchange, keys);
    }

    /** Enqueued before the route starts, so that they are all there. */
    private void deliver() throws Exception {
        for (String key : keys) {
            camel.createFluentProducerTemplate()
                    .to("direct:in")
                    .withBody("{\"walletId\":\"" + key + "\"}")
                    .withHeader(HubHeaders.KEY, key)
                    .withHeader(HubHeaders.IDEMPOTENCY_KEY, "idem-" + key)
                    .withHeader(HubHeaders.MAPPING, "payments.event")
                    .send();
        }
        camel.getRouteController().startRoute("apply");
    }

    @Test
    void eachIsSettledByItsOwnAnswerAsTheMappingOrTheAnswerSays() throws Exception {
        kit.inBatchesBy("many");
        target = (exchange, sent) -> {
            assertThat(exchange.getMessage().getHeader(HubHeaders.TARGET_OPERATION))
                    .isEqualTo("many");
            List<String> answers = new ArrayList<>();
            for (String key : sent) {
                answers.add(
                        switch (keys.indexOf(key)) {
                            case 1 -> "{\"status\":422,\"body\":{\"error\":{}}}";
                            case 2 -> "{\"outcome\":\"discard\",\"code\":\"NOT_OURS\"}";
                            case 3 ->
                                "{\"outcome\":\"success\",\"code\":\"OK\",\"foreignId\":\"7\",\"foreignNumber\":\"N-7\"}";
                            default -> "{\"status\":200}";
                        });
            }
            answer(exchange, sent, answers);
        };
        deliver();
        awaitEnds(COUNT);
        assertThat(calls.getFirst()).hasSize(COUNT);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'S'"))
                .isEqualTo(COUNT - 2);
        assertThat(kit.count("select count(*) from lane_done where foreign_number = 'N-7'"))
                .isEqualTo(1);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'D' and code = 'NOT_OURS'"))
                .isEqualTo(1);
        assertThat(kit.text("select code || ' ' || key || ' ' || convert_from(document, 'utf8') from lane_dead_letter"))
                .isEqualTo("STATUS_422 " + keys.get(1) + " mapped " + keys.get(1));
    }

    @Test
    void oneThatItsMappingRefusesSpoilsNoOther() throws Exception {
        kit.inBatchesBy("many");
        refused = keys.get(2);
        target = (exchange, sent) -> answer(
                exchange, sent, sent.stream().map(key -> "{\"status\":200}").toList());
        deliver();
        awaitEnds(COUNT);
        assertThat(kit.text("select key from lane_dead_letter")).isEqualTo(refused);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'S'"))
                .isEqualTo(COUNT - 1);
        assertThat(calls).hasSize(1);
        assertThat(calls.getFirst()).hasSize(COUNT - 1).doesNotContain(refused);
    }

    @Test
    void whatAWholeCallIsRefusedForSaysNothingOfOneAndEachGoesAlone() throws Exception {
        kit.inBatchesBy("many");
        target = (exchange, sent) -> {
            boolean good = sent.size() == 1 && !sent.contains(keys.get(1));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, good ? 200 : 422);
        };
        deliver();
        awaitEnds(COUNT);
        assertThat(calls.getFirst()).hasSize(COUNT);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'S'"))
                .isEqualTo(COUNT - 1);
        assertThat(kit.text("select key from lane_dead_letter")).isEqualTo(keys.get(1));
        assertThat(calls).hasSize(COUNT + 1);
    }

    /** The answers that were known before it count; the others are unknown, and send the same bytes again. */
    @Test
    void aTimeoutIsUnknownForThoseWithoutAnAnswerOnly() throws Exception {
        kit.inBatchesBy("many");
        target = (exchange, sent) -> {
            target = (again, rest) -> {
                assertThat(items(again))
                        .allSatisfy(each -> assertThat(each.getMessage().getHeader(HubHeaders.ATTEMPT, Integer.class))
                                .isEqualTo(2));
                answer(again, rest, rest.stream().map(key -> "{\"status\":200}").toList());
            };
            List<String> known = sent.stream()
                    .map(key -> key.equals(sent.getFirst()) ? "{\"status\":200}" : "null")
                    .toList();
            exchange.setProperty(HubHeaders.ANSWERS, known.toString());
            throw new SocketTimeoutException("Read timed out");
        };
        deliver();
        awaitEnds(COUNT);
        assertThat(calls.getFirst()).hasSize(COUNT);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'S'"))
                .isEqualTo(5);
        assertThat(kit.count("select count(*) from lane_attempt where outcome = 'unknown'"))
                .isEqualTo(COUNT - 1);
        assertThat(calls.stream().skip(1).flatMap(List::stream))
                .doesNotContain(calls.getFirst().getFirst());
    }

    @Test
    void anOutageOfTheWholeIsAnOutageForEachAndNoneGoesAlone() throws Exception {
        kit.inBatchesBy("many");
        target = (exchange, sent) -> {
            target = (again, rest) -> again.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setHeader(HubHeaders.OUTCOME, "outage");
        };
        deliver();
        awaitEnds(COUNT);
        assertThat(calls.getFirst()).hasSize(COUNT);
        assertThat(kit.count("select count(*) from lane_attempt where outcome = 'outage'"))
                .isEqualTo(COUNT);
    }

    @Test
    void aListThatIsTooShortIsNoAnswerOfAnyOne() throws Exception {
        kit.inBatchesBy("many");
        target = (exchange, sent) -> {
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setBody(sent.size() > 1 ? "[{\"status\":200}]" : "");
        };
        deliver();
        awaitEnds(COUNT);
        assertThat(kit.count("select count(*) from lane_done where outcome = 'S'"))
                .isEqualTo(COUNT);
        assertThat(calls).hasSize(COUNT + 1);
    }

    @Test
    void aMappingWithoutAnOperationForManyGoesAlone() throws Exception {
        target = (exchange, sent) -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        deliver();
        awaitEnds(COUNT);
        assertThat(calls).hasSize(COUNT).allMatch(call -> call.size() == 1);
    }

    private static void answer(Exchange exchange, List<String> keys, List<String> answers) {
        if (keys.size() == 1 && exchange.getProperty(HubHeaders.BATCH) == null) {
            exchange.getMessage()
                    .setHeader(Exchange.HTTP_RESPONSE_CODE, answers.getFirst().contains("422") ? 422 : 200);
        } else {
            exchange.getMessage().setBody(answers.toString());
        }
    }

    private void awaitEnds(int count) {
        await().atMost(Duration.ofSeconds(15))
                .until(() ->
                        kit.count("select count(*) from lane_done") + kit.count("select count(*) from lane_dead_letter")
                                == count);
    }
}
