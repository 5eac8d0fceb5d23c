package wallethub.ops.camel;

import java.util.List;
import java.util.Map;
import org.apache.camel.component.platform.http.springboot.CamelRequestHandlerMapping;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** The paths that Spring hands to Camel; a path whose route is gone is taken out, which Camel itself does not do. */
@Component
class HttpMappings {

    private final ObjectProvider<CamelRequestHandlerMapping> mappings;

    HttpMappings(ObjectProvider<CamelRequestHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    void dropStopped() {
        for (CamelRequestHandlerMapping mapping : mappings) {
            List<RequestMappingInfo> stopped = mapping.getHandlerMethods().entrySet().stream()
                    .filter(entry -> entry.getValue().getBean() instanceof SpringBootPlatformHttpConsumer consumer
                            && !consumer.isStarted())
                    .map(Map.Entry::getKey)
                    .toList();
            stopped.forEach(mapping::unregisterMapping);
        }
    }
}
