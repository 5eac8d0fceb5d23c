package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificates that are shipped belong to the files that are shipped. */
class CertificateTests {

    @ParameterizedTest
    @ValueSource(strings = {"rest", "tryton"})
    void eachShippedConnectorIsCertifiedAsItIs(String connector) {
        CertificateCheck check = new CertificateCheck(Path.of("routes"), Path.of("mappings"), "erp", connector);
        assertThat(check.objections()).as("run " + check.command()).isEmpty();
    }
}
