package wallethub.ops;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * What of the management port is for the same machine only: what shows amounts, or starts something. Health and metrics are
 * for whoever reaches the port.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ManagementFilters {

    @Bean
    FilterRegistrationBean<SameMachine> reconciliationOnTheSameMachine() {
        FilterRegistrationBean<SameMachine> filter = new FilterRegistrationBean<>(new SameMachine());
        filter.addUrlPatterns("/reconciliation", "/reconciliation/*", "/audit", "/audit/*");
        return filter;
    }

    /** Nothing is here for a caller from elsewhere. */
    static final class SameMachine extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (isHere(request.getRemoteAddr())) {
                chain.doFilter(request, response);
            } else {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        }

        static boolean isHere(String address) throws IOException {
            // A literal, as the connection has it: nothing is resolved.
            return InetAddress.getByName(address).isLoopbackAddress();
        }
    }
}
