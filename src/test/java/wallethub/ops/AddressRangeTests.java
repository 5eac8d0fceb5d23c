package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTests {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.1.2,      true",
        "10.0.0.0/8,     11.0.0.1,        false",
        "192.0.2.7,      192.0.2.7,       true",
        "192.0.2.7,      192.0.2.8,       false",
        "0.0.0.0/0,      203.0.113.9,     true",
        "0.0.0.0/0,      2001:db8::1,     false",
        "2001:db8::/33,  2001:db8:7fff::, true",
        "2001:db8::/33,  2001:db8:8000::, false",
        "10.0.0.0/8,     ::ffff:10.1.2.3, true"
    })
    void containsWhatItsPrefixSays(String block, String address, boolean contained) {
        assertThat(AddressRange.parse(block).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.example",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.1/8",
                "::/129",
                "10.0.0.0/8/8"
            })
    void refusesWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:443,            192.0.2.1",
        "[2001:db8::1]:443,        2001:db8:0:0:0:0:0:1",
        "2001:DB8::1,              2001:db8:0:0:0:0:0:1",
        "fe80::1%eth0,             fe80:0:0:0:0:0:0:1",
        "::ffff:192.0.2.1,         192.0.2.1"
    })
    void readsAddressesAsProxiesWriteThem(String text, String address) {
        assertThat(AddressRange.address(text).orElseThrow().getHostAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "localhost",
                "1",
                "1.2.3",
                "0x7f.1",
                "256.1.1.1",
                "[::1",
                ":",
                "1.2.3.4, 5.6.7.8"
            })
    void looksUpNoName(String text) {
        assertThat(AddressRange.address(text)).isEmpty();
    }

    @Test
    void takesAnAddressOfAnyLengthWithoutReadingIt() {
        assertThat(AddressRange.address(":".repeat(100_000))).isEmpty();
    }
}
