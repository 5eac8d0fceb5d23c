package wallethub.lane.camel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.FluentProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import wallethub.database.RowScope;
import wallethub.lane.Assignment;
import wallethub.lane.Attempted;
import wallethub.lane.Delivery;
import wallethub.lane.DeliveryRunner;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Mapping;

/** Runs the route of a lane for its deliveries, and the connector's look-up and probe. */
class RouteRunner implements DeliveryRunner {

    private static final Logger log = LoggerFactory.getLogger(RouteRunner.class);

    private final LaneConsumer consumer;
    private final CamelContext camel;
    private final Environment environment;

    RouteRunner(LaneConsumer consumer, Environment environment) {
        this.consumer = consumer;
        this.environment = environment;
        camel = consumer.getEndpoint().getCamelContext();
    }

    @Override
    public int atOnce(Mapping mapping, int batch) {
        return mapping.target().batch() == null ? 1 : batch;
    }

    @Override
    public List<Attempted> run(List<Assignment> assignments) {
        return assignments.size() == 1 ? List.of(runOne(assignments.getFirst(), null)) : runBatch(assignments);
    }

    /** @param document what the mapping has made of it already */
    private Attempted runOne(Assignment assignment, byte @Nullable [] document) {
        @Nullable Map<String, String> before = Deliveries.begin(assignment.delivery());
        Exchange exchange = consumer.createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            Deliveries.fill(exchange, assignment);
            if (document != null) {
                exchange.setProperty(HubHeaders.MAPPED_DOCUMENT, document);
            }
            process(exchange);
            Attempted attempted = Answers.attempted(exchange, assignment, document(exchange, assignment));
            report(assignment, attempted);
            return attempted;
        } finally {
            consumer.releaseExchange(exchange, false);
            Deliveries.end(before);
        }
    }

    /** A lane works for every customer; whatever its steps look up, they find. */
    private void process(Exchange exchange) {
        RowScope.system().run(() -> {
            try {
                consumer.getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            }
        });
    }

    private static Delivery.@Nullable Frozen document(Exchange exchange, Assignment assignment) {
        Delivery.Frozen kept = assignment.delivery().frozen();
        byte[] mapped = exchange.getProperty(HubHeaders.MAPPED_DOCUMENT, byte[].class);
        if (kept != null || mapped == null) {
            return kept;
        }
        Mapping mapping = assignment.mapping();
        return new Delivery.Frozen(mapping.name(), mapping.version(), assignment.idempotencyKey(), mapped);
    }

    // The delivery's id is in the MDC; a field that is there twice would cost the whole line.
    private static void report(Assignment assignment, Attempted attempted) {
        log.atInfo()
                .addKeyValue("lane", assignment.delivery().lane())
                .addKeyValue("mapping", assignment.mapping().name())
                .addKeyValue("version", assignment.mapping().version())
                .addKeyValue("attempt", assignment.delivery().attempts() + 1)
                .addKeyValue("outcome", attempted.classification().outcome())
                .addKeyValue("code", attempted.classification().code())
                .log("delivery attempted");
    }

    /** Each is judged by its own answer; where there is none, by what became of the whole. */
    private List<Attempted> runBatch(List<Assignment> assignments) {
        List<Exchange> items = new ArrayList<>();
        Exchange batch = consumer.createExchange(false);
        try {
            batch.setPattern(ExchangePattern.InOut);
            for (Assignment assignment : assignments) {
                Exchange item = consumer.createExchange(false);
                items.add(item);
                Deliveries.fill(item, assignment);
            }
            Deliveries.fill(batch, assignments, items);
            process(batch);
            Answers.handOut(batch, items);
            return attempted(items, assignments);
        } finally {
            consumer.releaseExchange(batch, false);
            items.forEach(item -> consumer.releaseExchange(item, false));
        }
    }

    private List<Attempted> attempted(List<Exchange> items, List<Assignment> assignments) {
        List<Attempted> attempted = new ArrayList<>();
        boolean silent = false;
        for (int i = 0; i < items.size(); i++) {
            Exchange item = items.get(i);
            Assignment assignment = assignments.get(i);
            Attempted one = Answers.attempted(item, assignment, document(item, assignment));
            if (!item.getProperty(Answers.OF_THE_WHOLE, false, Boolean.class) || !Answers.isRefusal(one)) {
                reportOneOfBatch(assignment, one);
            } else if (silent) {
                one = Answers.notTried(one, assignment);
                reportOneOfBatch(assignment, one);
            } else {
                one = runOne(assignment, item.getProperty(HubHeaders.MAPPED_DOCUMENT, byte[].class));
                silent = Answers.isSilence(one);
            }
            attempted.add(one);
        }
        return attempted;
    }

    private static void reportOneOfBatch(Assignment assignment, Attempted attempted) {
        @Nullable Map<String, String> before = Deliveries.begin(assignment.delivery());
        try {
            report(assignment, attempted);
        } finally {
            Deliveries.end(before);
        }
    }

    @Override
    public Found find(Assignment assignment) {
        Mapping mapping = assignment.mapping();
        String connector = environment.getProperty("hub." + mapping.target().system() + ".connector", "");
        String route = "direct:" + connector + "." + mapping.delivery().find();
        @Nullable Map<String, String> before = Deliveries.begin(assignment.delivery());
        Exchange asked = camel.getEndpoint(route).createExchange(ExchangePattern.InOut);
        try (FluentProducerTemplate producer = camel.createFluentProducerTemplate()) {
            Deliveries.fill(asked, assignment);
            asked.getMessage()
                    .setHeader(HubHeaders.TARGET_OPERATION, mapping.delivery().find());
            Delivery.Frozen frozen = assignment.delivery().frozen();
            if (frozen != null) {
                asked.getMessage().setBody(frozen.document());
            }
            Exchange answered = producer.to(route).withExchange(asked).send();
            return Answers.found(answered, assignment);
        } catch (Exception e) {
            asked.setException(e);
            return new Found.Failed(Answers.attempted(asked, assignment, null));
        } finally {
            Deliveries.end(before);
        }
    }

    @Override
    public boolean probe(String route) {
        try (FluentProducerTemplate producer = camel.createFluentProducerTemplate()) {
            Exchange answer = producer.to(route)
                    .withBody("".getBytes(StandardCharsets.UTF_8))
                    .request(Exchange.class);
            Integer status = answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            return !answer.isFailed() && (status == null || status < 400);
        } catch (Exception e) {
            log.atInfo()
                    .addKeyValue("route", route)
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("probe failed");
            return false;
        }
    }
}
