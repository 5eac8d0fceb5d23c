package wallethub.books;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What routes refer to by name. */
@Configuration(proxyBeanMethods = false)
class BooksBeans {

    /** For Quartz, which takes its interval in milliseconds and not as a duration. */
    @Bean
    Long erpFeedMillis(FeedSettings settings) {
        return settings.every().toMillis();
    }
}
