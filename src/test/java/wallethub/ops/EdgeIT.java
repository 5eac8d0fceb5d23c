package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.ops.EdgeServer.json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeIT {

    private static EdgeServer hub;

    @BeforeAll
    static void start() {
        hub = new EdgeServer();
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void runsAnOperation() {
        var response = hub.send(hub.post("/api/notes/v1/notes", """
                {"amount": {"amount": "12.500", "currency": "KWD"}, "text": "hello"}"""));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(json(response).at("/amount/amount").asText()).isEqualTo("12.500");
    }
}
