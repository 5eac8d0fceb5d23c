package wallethub.lane.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import wallethub.lane.HubHeaders;
import wallethub.lane.LaneTestKit;

/** Lanes in real routes of a real Camel context on PostgreSQL. */
class LaneRouteIT {

    private final LaneTestKit kit = new LaneTestKit("payments.event", "payments");
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Map<String, Object>> seen = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile @Nullable Exception failure;
    private volatile int status = 200;
    private volatile boolean inTransaction;

    @BeforeEach
    void start() throws Exception {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("hub.erp.connector", "fake")));
        camel.addComponent("lane", new LaneComponent(kit.door(), kit.lanes(), kit.settings(), environment));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("lane:payments");
                from("lane:payments").routeId("apply").process(LaneRouteIT.this::act);
                from("direct:fake.find-by-reference").process(exchange -> {
                    bodies.add("find " + exchange.getMessage().getHeader(HubHeaders.IDEMPOTENCY_KEY));
                    exchange.getMessage()
                            .setBody("{\"items\":[{\"id\":\"9\",\"number\":\"ERP-9\",\"state\":\"posted\"}]}");
                });
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        kit.close();
    }

    private void act(Exchange exchange) throws Exception {
        inTransaction |= TransactionSynchronizationManager.isActualTransactionActive();
        seen.add(Map.copyOf(exchange.getMessage().getHeaders()));
        bodies.add(exchange.getMessage().getBody(String.class) + " " + MDC.get("correlationId") + " "
                + MDC.get("traceId"));
        exchange.setProperty(HubHeaders.MAPPED_DOCUMENT, "mapped".getBytes(StandardCharsets.UTF_8));
        Exception thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    }

    private Exchange send(String key, String idem) {
        return camel.createFluentProducerTemplate()
                .to("direct:in")
                .withBody("{\"walletId\":\"" + key + "\"}")
                .withHeader(HubHeaders.KEY, key)
                .withHeader(HubHeaders.IDEMPOTENCY_KEY, idem)
                .withHeader(HubHeaders.MAPPING, "payments.event")
                .withHeader(HubHeaders.GATEWAY, "stripe")
                .withHeader(HubHeaders.CORRELATION_ID, "cor-" + idem)
                .withHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .withHeader("Stripe-Signature", "secret")
                .send();
    }

    @Test
    void aLetterComesOutAtTheOtherEndWithItsFactsAndNothingElse() {
        assertThat(send("w1", "e1").getProperty("HubAcceptance")).isEqualTo("STORED");
        assertThat(send("w1", "e1").getProperty("HubAcceptance")).isEqualTo("DUPLICATE");
        awaitSettled(1);
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst())
                .containsEntry("HubLane", "payments")
                .containsEntry("HubKey", "w1")
                .containsEntry("HubIdempotencyKey", "e1")
                .containsEntry("HubMapping", "payments.event")
                .containsEntry("HubGateway", "stripe")
                .containsEntry("HubAttempt", 1)
                .doesNotContainKey("Stripe-Signature");
        assertThat(bodies).containsExactly("{\"walletId\":\"w1\"} cor-e1 0af7651916cd43dd8448eb211c80319c");
        assertThat(inTransaction).isFalse();
    }

    @Test
    void aLetterWithoutItsHeadersIsRefusedAndNothingIsStored() {
        Exchange answer = camel.createFluentProducerTemplate()
                .to("direct:in")
                .withBody("{}")
                .send();
        assertThat(answer.getException()).hasMessageContaining("HubKey");
        assertThat(kit.count("select count(*) from lane_event")).isZero();
    }

    @Test
    void exceptionsAreKnownByTheirType() {
        assertThat(List.of(
                        Failures.named(new RuntimeException(new ConnectException("x"))),
                        Failures.named(new UnknownHostException("x")),
                        Failures.named(new SSLHandshakeException("x")),
                        Failures.named(new SocketTimeoutException("x")),
                        Failures.named(new java.net.SocketException("Connection reset")),
                        Failures.named(new IllegalStateException("x"))))
                .containsExactly("connect", "dns", "tls", "timeout", "reset", "internal");
    }

    @Test
    void aBrokerThatCannotTakeARecordNowIsNoFaultOfTheRecord() {
        assertThat(List.of(
                        Failures.named(new org.apache.kafka.common.errors.TimeoutException("Expiring 1 record(s)")),
                        Failures.named(new KafkaException(new NotLeaderOrFollowerException("x"))),
                        Failures.named(new TopicAuthorizationException("x")),
                        Failures.named(new OutOfOrderSequenceException("x")),
                        Failures.named(new RecordTooLargeException("x"))))
                .containsExactly("timeout", "timeout", "connect", "reset", "internal");
    }

    @Test
    void afterATimeoutItAsksTheTargetBeforeItSendsAgain() {
        kit.finding("find-by-reference");
        failure = new SocketTimeoutException("Read timed out");
        send("w1", "e1");
        awaitSettled(1);
        assertThat(bodies).hasSize(2).last().isEqualTo("find e1");
        assertThat(kit.text("select foreign_number from lane_done")).isEqualTo("ERP-9");
    }

    @Test
    void aStepThatSaysTheOutcomeIsBelieved() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("lane:said").process(exchange -> {
                    exchange.getMessage().setHeader(HubHeaders.OUTCOME, "discard");
                    exchange.getMessage().setHeader(HubHeaders.OUTCOME_CODE, "NOT_OURS");
                });
                from("direct:said").to("lane:said");
            }
        });
        camel.createFluentProducerTemplate()
                .to("direct:said")
                .withBody("{}")
                .withHeader(HubHeaders.KEY, "k")
                .withHeader(HubHeaders.IDEMPOTENCY_KEY, "i")
                .withHeader(HubHeaders.MAPPING, "payments.event")
                .send();
        awaitSettled(1);
        assertThat(kit.text("select outcome::text || code from lane_done")).isEqualTo("DNOT_OURS");
    }

    @Test
    void aFatalAnswerBecomesADeadLetterWithWhatWasSent() {
        status = 422;
        send("w1", "e1");
        await().until(() -> kit.count("select count(*) from lane_dead_letter") == 1);
        assertThat(
                        kit.text(
                                "select code || ' ' || convert_from(document, 'utf8') || ' ' || correlation_id from lane_dead_letter"))
                .isEqualTo("STATUS_422 mapped cor-e1");
        assertThat(kit.text("select convert_from(body, 'utf8') from lane_dead_letter"))
                .isEqualTo("{\"walletId\":\"w1\"}");
    }

    @Test
    void aSuspendedRouteClaimsNothingAndGoesOnWhenResumed() throws Exception {
        camel.getRouteController().suspendRoute("apply");
        send("w1", "e1");
        await().during(Duration.ofMillis(300)).until(() -> kit.count("select count(*) from lane_done") == 0);
        assertThat(kit.count("select count(*) from lane_shard where owner is not null"))
                .isZero();
        camel.getRouteController().resumeRoute("apply");
        awaitSettled(1);
    }

    private void awaitSettled(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> kit.count("select count(*) from lane_done") == count);
    }
}
