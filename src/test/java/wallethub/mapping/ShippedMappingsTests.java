package wallethub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The mappings of this repository, as a hub without any setting loads them. */
class ShippedMappingsTests {

    private static final MappingLoader LOADER =
            new MappingLoader(name -> null, MappingLimits.DEFAULT, Clock.systemUTC());

    @Test
    void theyLoad() throws IOException {
        MappingLoader.Loaded loaded = LOADER.load(Path.of("mappings"));
        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.set()).isPresent();
    }

    @Test
    void withoutBrokersNothingSubscribesForKafka() throws IOException {
        MappingSet set = LOADER.load(Path.of("mappings")).set().orElseThrow();
        assertThat(set.subscribers("recharge.succeeded"))
                .extracting(Mapping::name)
                .containsExactly("erp.entry", "hub.deduction");
        assertThat(set.find("recharge.succeeded", "events")).isPresent();
    }

    @Test
    void withoutAProviderNoMessageIsMade() throws IOException {
        MappingSet set = LOADER.load(Path.of("mappings")).set().orElseThrow();
        assertThat(set.find("recharge.succeeded", "messages").orElseThrow().enabled())
                .isFalse();
        assertThat(set.find("notify.login-code").orElseThrow().enabled()).isFalse();
    }

    @Test
    void withOneItIsAndCodesAreSecret() throws IOException {
        MappingLoader withProvider = new MappingLoader(
                name -> name.equals("hub.sms.url") ? "https://sms.example" : null,
                MappingLimits.DEFAULT,
                Clock.systemUTC());
        MappingSet set = withProvider.load(Path.of("mappings")).set().orElseThrow();
        assertThat(set.subscribers("recharge.succeeded"))
                .extracting(Mapping::name)
                .containsExactly("erp.entry", "hub.deduction", "notify.recharge-succeeded");
        assertThat(set.subscribers("recharge.failed")).extracting(Mapping::name).contains("notify.recharge-failed");
        assertThat(set.subscribers("recharge.parked")).isEmpty();
        assertThat(set.find("notify.login-code").orElseThrow().secret()).isTrue();
    }

    @Test
    void withBrokersItDoes() throws IOException {
        MappingLoader withBrokers = new MappingLoader(
                name -> name.equals("hub.kafka.brokers") ? "127.0.0.1:9092" : null,
                MappingLimits.DEFAULT,
                Clock.systemUTC());
        MappingSet set = withBrokers.load(Path.of("mappings")).set().orElseThrow();
        assertThat(set.subscribers("customer.mirrored"))
                .extracting(Mapping::name)
                .containsExactly("erp.customer", "events.wallet");
    }
}
