package wallethub.ops;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import wallethub.operation.Contracts;

/** The OpenAPI files in force, for whoever writes a client. */
@RestController
class ContractController {

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=utf-8");

    private final Contracts contracts;

    ContractController(Contracts contracts) {
        this.contracts = contracts;
    }

    @GetMapping("/openapi/{audience:[a-z]+}.yaml")
    ResponseEntity<byte[]> contract(@PathVariable String audience) {
        return contracts
                .text(audience)
                .map(text -> ResponseEntity.ok().contentType(YAML).body(text.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }
}
