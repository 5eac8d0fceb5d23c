package wallethub.invoice;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What routes refer to by name. */
@Configuration(proxyBeanMethods = false)
class InvoiceBeans {

    /** For Quartz, which takes its interval in milliseconds and not as a duration. */
    @Bean
    Long invoiceSweepMillis(InvoiceSettings settings) {
        return settings.sweep().every().toMillis();
    }
}
