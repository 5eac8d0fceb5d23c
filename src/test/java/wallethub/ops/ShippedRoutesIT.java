package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import org.junit.jupiter.api.Test;

class ShippedRoutesIT {

    @Test
    void theRoutesAsShippedAreInForceTogether() {
        try (EdgeServer hub = EdgeServer.shipped()) {
            var response = hub.send(hub.request("/api/customer/v1/wallet"));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
            assertThat(json(response).path("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(json(response).path("detail").asText()).contains("wallet");
            assertThat(hub.send(hub.anonymous("/openapi/customer.yaml")).statusCode())
                    .isEqualTo(200);
        }
    }
}
