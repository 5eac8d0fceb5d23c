package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import wallethub.access.Caller;
import wallethub.access.StoreQuotas;
import wallethub.id.CustomerId;
import wallethub.id.StoreId;
import wallethub.testing.TestClock;

class EdgeLimitsTests {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final EdgeLimits limits = new EdgeLimits(
            new EdgeSettings(
                    1024,
                    1024,
                    1,
                    List.of(),
                    List.of(),
                    List.of(),
                    EdgeSettings.ForwardedHeader.FORWARDED,
                    new EdgeSettings.CorsOrigins(List.of(), false),
                    new EdgeSettings.Limits(3, 5, 7, 2)),
            new StaticListableBeanFactory(Map.of("quotas", new Quotas())).getBeanProvider(StoreQuotas.class),
            clock);

    /** Two requests a minute, or four for the one that bought more. */
    private static final class Quotas implements StoreQuotas {

        @Override
        public int requestsPerMinute(StoreId store) {
            return store.equals(LARGE) ? 4 : 2;
        }

        @Override
        public int moneyPerMinute(StoreId store) {
            return 1;
        }
    }

    private static final StoreId LARGE = StoreId.next();

    @Test
    void countsEveryStoreByItsOwnQuota() {
        Caller small = Caller.store(StoreId.next(), Set.of(), null);
        Caller large = Caller.store(LARGE, Set.of(), null);
        assertThat(limits.ofCaller(small)).hasValue(new Allowance("store", 2, 60, 1, 60, true));
        assertThat(limits.ofCaller(small)).hasValue(new Allowance("store", 2, 60, 0, 60, true));
        assertThat(limits.ofCaller(small)).hasValue(new Allowance("store", 2, 60, 0, 60, false));
        assertThat(limits.ofCaller(large)).hasValue(new Allowance("store", 4, 60, 3, 60, true));
    }

    @Test
    void letsAMinutesQuotaThroughAndNotOneMore() {
        Caller caller = Caller.customer(CustomerId.next(), Set.of());
        assertThat(limits.ofCaller(caller)).hasValue(new Allowance("default", 3, 60, 2, 60, true));
        clock.advance(Duration.ofSeconds(20));
        assertThat(limits.ofCaller(caller)).hasValue(new Allowance("default", 3, 60, 1, 40, true));
        assertThat(limits.ofCaller(caller)).hasValue(new Allowance("default", 3, 60, 0, 40, true));
        assertThat(limits.ofCaller(caller)).hasValue(new Allowance("default", 3, 60, 0, 40, false));
        clock.advance(Duration.ofMillis(39_001));
        assertThat(limits.ofCaller(caller)).hasValue(new Allowance("default", 3, 60, 0, 1, false));
        clock.advance(Duration.ofSeconds(1));
        assertThat(limits.ofCaller(caller)).hasValueSatisfying(after -> {
            assertThat(after.allowed()).isTrue();
            assertThat(after.remaining()).isEqualTo(2);
        });
    }

    @Test
    void countsEveryCustomerAndEveryAddressApart() {
        for (int i = 0; i < 10; i++) {
            assertThat(limits.ofCaller(Caller.customer(CustomerId.next(), Set.of()))
                            .orElseThrow()
                            .allowed())
                    .isTrue();
            assertThat(limits.ofAddress("192.0.2." + i).allowed()).isTrue();
        }
    }

    @Test
    void countsAWholeIpv6NetworkAsOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(limits.ofAddress("2001:db8:0:1::" + i).allowed()).isTrue();
        }
        assertThat(limits.ofAddress("2001:db8:0:1:ffff::").allowed()).isFalse();
        assertThat(limits.ofAddress("2001:db8:0:2::").allowed()).isTrue();
    }

    @Test
    void writesItselfAsTheDraftDoes() {
        Allowance allowance = new Allowance("default", 60, 60, 12, 31, true);
        assertThat(allowance.policyHeader()).isEqualTo("\"default\";q=60;w=60");
        assertThat(allowance.limitHeader()).isEqualTo("\"default\";r=12;t=31");
    }

    @Test
    void hasNoSuchLimitForTheHubItself() {
        assertThat(limits.ofCaller(Caller.system("payments-apply"))).isEmpty();
        assertThat(limits.ofCaller(Caller.anonymous("192.0.2.1"))).isEmpty();
    }
}
