package wallethub;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every package shares. */
@Configuration(proxyBeanMethods = false)
class WalletHubBeans {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
