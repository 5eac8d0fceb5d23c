package wallethub.recharge;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What routes refer to by name. */
@Configuration(proxyBeanMethods = false)
class RechargeBeans {

    /** For Quartz, which takes its interval in milliseconds and not as a duration. */
    @Bean
    Long rechargeSweepMillis(RechargeSettings settings) {
        return settings.sweep().every().toMillis();
    }
}
