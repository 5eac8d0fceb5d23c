package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class DrainTests {

    @Test
    void servesNothingBeforeEverythingIsInForce() {
        Drain drain = new Drain(new DrainSettings(Duration.ofSeconds(5)));
        drain.start();
        assertThat(drain.isServing()).isFalse();
        tell(drain, ReadinessState.REFUSING_TRAFFIC);
        assertThat(drain.isServing()).isFalse();
        tell(drain, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(drain.isServing()).isTrue();
        assertThat(drain.isReady()).isTrue();
    }

    @Test
    void servesOnAfterReadinessWentDownUntilItsTimeIsOver() {
        Drain drain = running(Duration.ofMillis(400));
        tell(drain, ReadinessState.REFUSING_TRAFFIC);
        assertThat(drain.isReady()).isFalse();
        CountDownLatch over = new CountDownLatch(1);
        drain.stop(over::countDown);
        assertThat(drain.isServing()).as("at once").isTrue();
        assertThat(over.getCount()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> over.getCount() == 0);
        assertThat(drain.isServing()).isFalse();
        assertThat(drain.isRunning()).isFalse();
    }

    @Test
    void servesNothingMoreWhenItHasNoTime() {
        Drain drain = running(Duration.ZERO);
        tell(drain, ReadinessState.REFUSING_TRAFFIC);
        assertThat(drain.isServing()).isFalse();
    }

    @Test
    void isNeverLongerThanAStopMayTake() {
        assertThatThrownBy(() -> new DrainSettings(Duration.ofSeconds(31))).hasMessageContaining("hub.drain.time");
        assertThatThrownBy(() -> new DrainSettings(Duration.ofMillis(-1))).hasMessageContaining("hub.drain.time");
    }

    private static Drain running(Duration time) {
        Drain drain = new Drain(new DrainSettings(time));
        drain.start();
        tell(drain, ReadinessState.ACCEPTING_TRAFFIC);
        return drain;
    }

    private static void tell(Drain drain, ReadinessState state) {
        drain.onApplicationEvent(new AvailabilityChangeEvent<>(new Object(), state));
    }
}
