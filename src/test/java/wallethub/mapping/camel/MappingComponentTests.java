package wallethub.mapping.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.mapping.MappingException;
import wallethub.mapping.MappingFolder;

class MappingComponentTests {

    private static final String ORDER =
            "{\"eventId\":\"e-1\",\"walletId\":\"w\",\"orderId\":\"O-1\",\"amount\":{\"amount\":\"1.500\",\"currency\":\"KWD\"}}";
    private static final String MAPPED = "{\"id\":\"O-1\",\"total\":\"1.500\"}";

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void start() {
        camel.addComponent(
                "mapping",
                new MappingComponent(new MappingFolder(folder).right().mappings(), meters));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void mapsByItsNameAndSaysWhatItDid() {
        Exchange exchange = send("mapping:shop.order", ORDER, Map.of());
        assertThat(text(exchange)).isEqualTo(MAPPED);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("HubMapping", "shop.order")
                .containsEntry("HubMappingVersion", 1)
                .containsEntry("HubIdempotencyKey", "e-1")
                .containsEntry("HubTargetOperation", "ensure-order");
        assertThat(meters.get("hub.mapping")
                        .tag("mapping", "shop.order")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void withoutANameTakesTheMappingThatTheLetterNames() {
        assertThat(text(send("mapping", ORDER, Map.of("HubMapping", "shop.order"))))
                .isEqualTo(MAPPED);
    }

    @Test
    void withoutANameTakesTheMappingOfTheEventAndTheLane() {
        assertThat(text(send("mapping", ORDER, Map.of("HubEventType", "order.paid", "HubLane", "shop"))))
                .isEqualTo(MAPPED);
    }

    @Test
    void passesOnWhatAnEarlierAttemptMapped() {
        byte[] frozen = "{\"frozen\":true}".getBytes(StandardCharsets.UTF_8);
        Exchange exchange = camel.createProducerTemplate().send("mapping:shop.order", each -> {
            each.setProperty("HubMappedDocument", frozen);
            each.getMessage().setHeader("HubMappingVersion", 7);
            each.getMessage().setBody(ORDER.getBytes(StandardCharsets.UTF_8));
        });
        assertThat(exchange.getMessage().getBody()).isSameAs(frozen);
        assertThat(exchange.getMessage().getHeader("HubMappingVersion")).isEqualTo(7);
        assertThat(exchange.getMessage().getHeader("HubTargetOperation")).isEqualTo("ensure-order");
    }

    @Test
    void mapsEachOfABatchByItselfAndLeavesTheRefusedBehind() {
        Exchange good = item(ORDER);
        Exchange broken = item("{\"eventId\":");
        Exchange kept = item(ORDER);
        kept.setProperty("HubMappedDocument", "{\"frozen\":true}".getBytes(StandardCharsets.UTF_8));
        Exchange batch = camel.createProducerTemplate()
                .send("mapping:shop.order", each -> each.setProperty("HubBatch", List.of(good, broken, kept)));
        assertThat(text(batch)).isEqualTo("[" + MAPPED + ",{\"frozen\":true}]");
        assertThat(batch.isRouteStop()).isFalse();
        assertThat(broken.getException()).isInstanceOf(MappingException.class);
        assertThat(broken.getProperty("HubMappedDocument")).isNull();
        assertThat(new String(good.getProperty("HubMappedDocument", byte[].class), StandardCharsets.UTF_8))
                .isEqualTo(MAPPED);
    }

    @Test
    void endsTheRouteOfABatchOfWhichNothingIsLeft() {
        Exchange batch = camel.createProducerTemplate()
                .send("mapping:shop.order", each -> each.setProperty("HubBatch", List.of(item("{"), item("["))));
        assertThat(text(batch)).isEqualTo("[]");
        assertThat(batch.isRouteStop()).isTrue();
        assertThat(batch.getException()).isNull();
    }

    private Exchange item(String body) {
        Exchange item = new DefaultExchange(camel);
        item.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        return item;
    }

    @Test
    void leavesTheMappedBytesForTheLaneToFreeze() {
        Exchange exchange = send("mapping:shop.order", ORDER, Map.of());
        assertThat(exchange.getProperty("HubMappedDocument"))
                .isSameAs(exchange.getMessage().getBody());
    }

    @Test
    void aRefusedDocumentLeavesAsAnExceptionWithItsCodeAndTheBodyUnchanged() {
        Exchange exchange = send("mapping:shop.order", "{\"eventId\":\"e\"}", Map.of());
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("MISSING_ORDER"));
        assertThat(text(exchange)).isEqualTo("{\"eventId\":\"e\"}");
        assertThat(exchange.getProperty("HubMappedDocument")).isNull();
        assertThat(meters.get("hub.mapping.errors")
                        .tag("code", "MISSING_ORDER")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aMappingThatIsNotThereIsARefusalWithItsOwnCode() {
        Exchange exchange = send("mapping", ORDER, Map.of("HubMapping", "no.such"));
        assertThat(exchange.getException())
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.code()).isEqualTo("MAPPING_UNKNOWN"));
    }

    @Test
    void aRouteThatNamesAnUnknownMappingDoesNotStart() {
        assertThatThrownBy(() -> camel.getEndpoint("mapping:no.such"))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasRootCauseMessage("no mapping is named no.such");
    }

    private Exchange send(String endpoint, String body, Map<String, Object> headers) {
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            return template.send(endpoint, exchange -> {
                exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
                exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
            });
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String text(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }
}
