package wallethub.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether a connector has a passing certificate of exactly the files that are there now. */
final class CertificateCheck {

    private final Path routes;
    private final Path mappings;
    private final String kind;
    private final String connector;

    CertificateCheck(Path routes, Path mappings, String kind, String connector) {
        this.routes = routes;
        this.mappings = mappings;
        this.kind = kind;
        this.connector = connector;
    }

    /** What stands against it; empty when all is well. */
    List<String> objections() {
        Path file = ConnectorFiles.folder(routes, kind, connector).resolve(ConnectorFiles.CERTIFICATE);
        if (!Files.exists(file)) {
            return List.of("there is none");
        }
        try {
            return ConnectorCertificate.read(file).objections(ConnectorFiles.read(routes, mappings, kind, connector));
        } catch (IOException | UncheckedIOException e) {
            return List.of("it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    String command() {
        return "./hub certify " + connector;
    }
}
