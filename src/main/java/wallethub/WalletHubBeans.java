package wallethub;

import java.time.Clock;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What every package shares. */
@Configuration(proxyBeanMethods = false)
class WalletHubBeans {

    /** Spring's own complaint would name no variable. */
    @Bean
    static BeanFactoryPostProcessor databaseIsNamed(Environment environment) {
        return factory -> {
            if (environment.getProperty("spring.datasource.url", "").isBlank()) {
                throw new IllegalStateException("SPRING_DATASOURCE_URL (spring.datasource.url) is missing");
            }
        };
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
