package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What of the management port is for the same machine only. */
class ManagementFiltersTests {

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "127.8.9.10, 200", "::1, 200", "192.0.2.7, 404", "10.0.0.1, 404", "2001:db8::1, 404"})
    void onlyTheSameMachineIsLetThrough(String address, int status)
            throws IOException, jakarta.servlet.ServletException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/reconciliation");
        request.setRemoteAddr(address);
        MockHttpServletResponse response = new MockHttpServletResponse();
        AtomicInteger passed = new AtomicInteger();

        new ManagementFilters.SameMachine().doFilter(request, response, (asked, answered) -> passed.incrementAndGet());

        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(passed.get()).isEqualTo(status == 200 ? 1 : 0);
    }
}
