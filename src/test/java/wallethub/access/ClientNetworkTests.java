package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,              192.0.2.1",
        "::ffff:192.0.2.1,       192.0.2.1",
        "2001:db8:1:2:3:4:5:6,   2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:2::1,        2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:3::1,        2001:db8:1:3:0:0:0:0/64",
        "::1,                    0:0:0:0:0:0:0:0/64"
    })
    void isAnIpv4AddressOrTheNetworkOfAnIpv6Address(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "localhost", "proxy.example", "192.0.2.256", "2001:db8:::1", "192.0.2.1, 192.0.2.2"})
    void isOneForAllThatAreNoAddress(String address) {
        assertThat(ClientNetwork.of(address)).isEqualTo("unknown");
    }

    @Test
    void tellsNeighboursApart() {
        assertThat(ClientNetwork.of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(ClientNetwork.of("2001:db8:1:3::"));
        assertThat(ClientNetwork.of("192.0.2.1")).isNotEqualTo(ClientNetwork.of("192.0.2.2"));
    }
}
