package wallethub.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunOptionsTests {

    @Test
    void theErpAndTheDirectoryMayBeNamedInEitherOrder() {
        assertThat(parsed()).isEqualTo(new RunOptions(Path.of("usual"), false));
        assertThat(parsed("here")).isEqualTo(new RunOptions(Path.of("here"), false));
        assertThat(parsed("--erp", "rest")).isEqualTo(new RunOptions(Path.of("usual"), false));
        assertThat(parsed("--erp", "tryton", "here")).isEqualTo(new RunOptions(Path.of("here"), true));
        assertThat(parsed("here", "--erp", "tryton")).isEqualTo(new RunOptions(Path.of("here"), true));
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertThatThrownBy(() -> parsed("--erp")).hasMessageContaining("rest or tryton");
        assertThatThrownBy(() -> parsed("--erp", "odoo")).hasMessageContaining("not odoo");
        assertThatThrownBy(() -> parsed("--rounds", "3")).hasMessageContaining("--rounds");
    }

    private static RunOptions parsed(String... words) {
        return RunOptions.parse(words, "usual");
    }
}
