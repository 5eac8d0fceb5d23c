package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTests {

    private static final List<String> PROXIES = List.of("10.0.0.0/8", "2001:db8:ffff::/48");

    private static EdgeSettings settings(List<String> proxies, EdgeSettings.ForwardedHeader header) {
        return new EdgeSettings(
                1024,
                1024,
                1,
                List.of(),
                List.of(),
                proxies,
                header,
                new EdgeSettings.CorsOrigins(List.of(), false),
                new EdgeSettings.Limits(1, 1, 1, 1));
    }

    private static String address(EdgeSettings settings, String peer, String header, String... values) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        for (String value : values) {
            request.addHeader(header, value);
        }
        return new ClientAddress(settings).of(request);
    }

    private static String forwardedFor(String peer, String... values) {
        return address(
                settings(PROXIES, EdgeSettings.ForwardedHeader.X_FORWARDED_FOR), peer, "X-Forwarded-For", values);
    }

    @Test
    void believesNobodyWhenNoProxyIsConfigured() {
        EdgeSettings none = settings(List.of(), EdgeSettings.ForwardedHeader.X_FORWARDED_FOR);
        assertThat(address(none, "10.0.0.1", "X-Forwarded-For", "203.0.113.9")).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Whoever is no proxy speaks for himself.
                "203.0.113.5 | 198.51.100.1                        | 203.0.113.5",
                "10.0.0.1    | 203.0.113.9                         | 203.0.113.9",
                // The left ones are whatever the client made up.
                "10.0.0.1    | 198.51.100.1, 203.0.113.9           | 203.0.113.9",
                "10.0.0.1    | 10.9.9.9, 203.0.113.9, 10.0.0.2     | 203.0.113.9",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2                  | 10.0.0.3",
                "10.0.0.1    | 203.0.113.9, unknown, 10.0.0.2      | 10.0.0.2",
                "10.0.0.1    | unknown                             | 10.0.0.1",
                "10.0.0.1    | ''                                  | 10.0.0.1",
                "10.0.0.1    | ','                                 | 10.0.0.1",
                "10.0.0.1    | 203.0.113.9:55000                   | 203.0.113.9",
                "10.0.0.1    | 2001:DB8::0:7                       | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1    | ::ffff:203.0.113.9                  | 203.0.113.9",
                "::ffff:10.0.0.1 | 203.0.113.9                     | 203.0.113.9",
                "2001:db8:ffff::1 | 203.0.113.9                    | 203.0.113.9"
            })
    void isTheRightMostHopThatIsNoProxy(String peer, String header, String client) {
        assertThat(forwardedFor(peer, header)).isEqualTo(client);
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(forwardedFor("10.0.0.1", "198.51.100.1", "203.0.113.9", "10.0.0.2"))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void readsTheConfiguredHeaderOnly() {
        EdgeSettings forwarded = settings(PROXIES, EdgeSettings.ForwardedHeader.FORWARDED);
        assertThat(address(forwarded, "10.0.0.1", "X-Forwarded-For", "203.0.113.9"))
                .isEqualTo("10.0.0.1");
        assertThat(address(
                        forwarded,
                        "10.0.0.1",
                        "Forwarded",
                        "for=198.51.100.1, by=10.0.0.3;For=\"[2001:db8::7]:4711\";proto=https, for=10.0.0.2"))
                .isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(forwardedFor("10.0.0.1")).isEqualTo("10.0.0.1");
    }

    @Test
    void readsAtMostTwentyHops() {
        assertThat(forwardedFor("10.0.0.1", "203.0.113.9," + "10.0.0.2,".repeat(3_000) + "10.0.0.3"))
                .isEqualTo("10.0.0.2");
    }

    @Test
    void startsWithNoProxyThatIsNoBlock() {
        assertThatThrownBy(() -> settings(List.of("proxy.example"), EdgeSettings.ForwardedHeader.FORWARDED))
                .hasMessageContaining("hub.edge.trusted-proxies")
                .hasMessageContaining("proxy.example");
    }
}
