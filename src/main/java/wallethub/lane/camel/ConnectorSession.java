package wallethub.lane.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.Exchange;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import wallethub.lane.HubHeaders;
import wallethub.mapping.Outcome;

/**
 * The step {@code process: {ref: connector-session}}: puts the session of an ERP that wants a login into the property
 * {@code session}, as the text that the route {@code direct:<connector>.login} answered.
 *
 * <p>One login at a time serves all deliveries until it is older than {@code hub.erp.session}. An exchange that has a session
 * already says with this step that it was refused: another takes its place. After a login that the ERP refused none is tried
 * for {@code hub.erp.login-pause}, whoever asks: the ERP would lock us out. Without a session the route ends as an outage.
 */
@Component("connector-session")
class ConnectorSession implements Processor {

    private static final Logger log = LoggerFactory.getLogger(ConnectorSession.class);

    private static final String CONNECTOR = "connector";
    private static final String SESSION = "session";
    // As long as a login takes at most.
    private static final Duration WAIT_MAX = Duration.ofSeconds(15);

    private final Duration life;
    private final Duration pause;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable String kept;
    private Instant keptUntil = Instant.MIN;
    private Instant pausedUntil = Instant.MIN;

    ConnectorSession(
            @Value("${hub.erp.session:4m}") Duration life,
            @Value("${hub.erp.login-pause:15m}") Duration pause,
            Clock clock) {
        this.life = life;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        if (!lock.tryLock(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            end(exchange, "LOGIN_SLOW", "another login takes too long");
            return;
        }
        try {
            String refused = exchange.getProperty(SESSION, String.class);
            if (kept == null || kept.equals(refused) || !clock.instant().isBefore(keptUntil)) {
                kept = null;
                open(exchange);
            }
            if (kept != null) {
                exchange.setProperty(SESSION, kept);
            }
        } finally {
            lock.unlock();
        }
    }

    private void open(Exchange exchange) {
        Instant now = clock.instant();
        if (now.isBefore(pausedUntil)) {
            refuse(exchange);
            return;
        }
        Exchange answer = login(exchange);
        Integer status = answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (answer.getException() != null) {
            end(exchange, "LOGIN_FAILED", Failures.described(answer.getException()));
        } else if (status != null && status == 200) {
            kept = Objects.requireNonNull(answer.getMessage().getBody(String.class), "a session");
            keptUntil = now.plus(life);
        } else if (status != null && isRefusal(status)) {
            pausedUntil = now.plus(pause);
            log.atWarn()
                    .addKeyValue("status", status)
                    .addKeyValue("pausedUntil", pausedUntil)
                    .log("login refused by the ERP");
            refuse(exchange);
        } else {
            end(exchange, "LOGIN_FAILED", "the ERP answered our login with " + status);
        }
    }

    private static Exchange login(Exchange exchange) {
        String route = "direct:" + exchange.getProperty(CONNECTOR, String.class) + ".login";
        try (FluentProducerTemplate producer = exchange.getContext().createFluentProducerTemplate()) {
            return producer.to(route)
                    .withBody("{}".getBytes(StandardCharsets.UTF_8))
                    .send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Too many attempts are a refusal too, and the one that more attempts make worse. */
    private static boolean isRefusal(int status) {
        return status == 401 || status == 403 || status == 429;
    }

    private void refuse(Exchange exchange) {
        end(exchange, "LOGIN_REFUSED", "the ERP refused our login; the next one is at " + pausedUntil);
    }

    private static void end(Exchange exchange, String code, String text) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 503);
        message.setHeader(HubHeaders.OUTCOME, Outcome.OUTAGE.name());
        message.setHeader(HubHeaders.OUTCOME_CODE, code);
        message.setHeader(HubHeaders.OUTCOME_MESSAGE, text);
        message.setBody("{\"error\":{\"code\":\"" + code + "\"}}");
        exchange.setRouteStop(true);
    }
}
