package wallethub.lane.camel;

import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.SimpleTypeConverter;
import org.springframework.stereotype.Component;

/**
 * The HTTP method that a route names, as the http component takes it. Camel turns names into any enum by itself, but only after
 * it has asked all converters that it knows, at each call: a twentieth of what a delivery cost.
 */
@Component
class HttpMethodNames implements CamelContextConfiguration {

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.getTypeConverterRegistry()
                .addTypeConverter(
                        HttpMethods.class,
                        String.class,
                        new SimpleTypeConverter(
                                false,
                                (type, exchange, name) ->
                                        HttpMethods.valueOf(((String) name).toUpperCase(Locale.ROOT))));
    }

    @Override
    public void afterApplicationStart(CamelContext context) {}
}
