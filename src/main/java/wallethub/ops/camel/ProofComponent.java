package wallethub.ops.camel;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands for one component of the serving context: lets it judge each URI, and connects nothing. */
class ProofComponent extends DefaultComponent {

    private final CamelContext serving;
    private final String scheme;

    ProofComponent(CamelContext serving, String scheme) {
        this.serving = serving;
        this.scheme = scheme;
    }

    @Override
    protected void doBuild() {
        // Nothing of a component's usual set-up applies.
    }

    @Override
    public Endpoint createEndpoint(String uri) {
        return judged(uri);
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) {
        return judged(uri);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return judged(uri);
    }

    private Endpoint judged(String uri) {
        // The OpenAPI file behind it is judged with the contracts.
        if (!scheme.equals("rest-openapi")) {
            serving.getEndpoint(uri);
        }
        return new ProofEndpoint(uri, this);
    }

    private static final class ProofEndpoint extends DefaultEndpoint {

        ProofEndpoint(String uri, ProofComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    throw new IllegalStateException("nothing is sent in a proof");
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }
}
