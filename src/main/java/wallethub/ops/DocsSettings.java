package wallethub.ops;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The browsable page of the API.
 *
 * @param enabled whether {@code /docs} is there; production has it only when asked for
 */
@ConfigurationProperties("hub.docs")
record DocsSettings(@DefaultValue("false") boolean enabled) {}
