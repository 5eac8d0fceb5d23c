package wallethub.customer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import wallethub.lane.DeliveryListener;
import wallethub.lane.LaneDocumentStore;

/** Whoever is still told of erased customers: by the CRM, and by the ERP. */
@Configuration(proxyBeanMethods = false)
class CustomerBeans {

    @Bean
    DeliveryListener erasedInTheCrmFeed(LaneDocumentStore documents, ErasedCustomers erased) {
        return new ErasedDocuments(CustomerErasure.FEED, documents, erased);
    }

    @Bean
    DeliveryListener erasedInTheErpFeed(LaneDocumentStore documents, ErasedCustomers erased) {
        return new ErasedDocuments("erp-feed", documents, erased);
    }
}
