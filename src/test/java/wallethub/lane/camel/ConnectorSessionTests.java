package wallethub.lane.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wallethub.lane.HubHeaders;
import wallethub.testing.AtOnce;
import wallethub.testing.TestClock;

class ConnectorSessionTests {

    private static final Duration LIFE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final TestClock clock = new TestClock(Instant.parse("2026-03-31T08:00:00Z"));
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger logins = new AtomicInteger();
    private volatile int status = 200;

    @BeforeEach
    void start() throws Exception {
        ConnectorSession session = new ConnectorSession(LIFE, PAUSE, clock);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fake.login").process(exchange -> {
                    exchange.getMessage().setBody("session " + logins.incrementAndGet());
                    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
                });
                from("direct:one")
                        .setProperty("connector", constant("fake"))
                        .process(session)
                        .setBody(constant("on"));
                from("direct:refused")
                        .setProperty("connector", constant("fake"))
                        .process(session)
                        .process(session)
                        .setBody(constant("on"));
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void oneLoginServesWhoeverAsksAtTheSameTime() {
        assertThat(AtOnce.run(32, n -> session(ask("direct:one")))).containsOnly("session 1");
        assertThat(logins).hasValue(1);
    }

    @Test
    void anOldSessionIsReplaced() {
        assertThat(session(ask("direct:one"))).isEqualTo("session 1");
        clock.advance(LIFE.minusSeconds(1));
        assertThat(session(ask("direct:one"))).isEqualTo("session 1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(session(ask("direct:one"))).isEqualTo("session 2");
    }

    @Test
    void aSessionThatWasRefusedIsReplacedForEverybody() {
        assertThat(session(ask("direct:refused"))).isEqualTo("session 2");
        assertThat(session(ask("direct:one"))).isEqualTo("session 2");
    }

    @Test
    void afterARefusedLoginNoneIsTriedUntilThePauseIsOver() {
        status = 401;
        assertOutage(ask("direct:one"), "LOGIN_REFUSED");
        status = 200;
        clock.advance(PAUSE.minusSeconds(1));
        assertOutage(ask("direct:one"), "LOGIN_REFUSED");
        assertThat(logins).hasValue(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(session(ask("direct:one"))).isEqualTo("session 2");
    }

    @Test
    void aLoginThatBrokeOffIsTriedAgainByTheNextWhoAsks() {
        status = 500;
        assertOutage(ask("direct:one"), "LOGIN_FAILED");
        status = 200;
        assertThat(session(ask("direct:one"))).isEqualTo("session 2");
    }

    private Exchange ask(String route) {
        return camel.createFluentProducerTemplate().to(route).withBody("in").request(Exchange.class);
    }

    private static String session(Exchange answered) {
        assertThat(answered.getMessage().getBody(String.class)).isEqualTo("on");
        return answered.getProperty("session", "", String.class);
    }

    /** And the route went no further. */
    private static void assertOutage(Exchange answered, String code) {
        assertThat(answered.getMessage().getHeader(HubHeaders.OUTCOME)).isEqualTo("OUTAGE");
        assertThat(answered.getMessage().getHeader(HubHeaders.OUTCOME_CODE)).isEqualTo(code);
        assertThat(answered.getMessage().getBody(String.class)).contains(code);
        assertThat(answered.getProperty("session")).isNull();
    }
}
