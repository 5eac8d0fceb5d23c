package wallethub.ops;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The browsable page of the contracts, of the audience that its query names: Swagger UI out of its webjar, with nothing from outside. */
@RestController
class DocsController {

    private static final String OURS = "wallethub/docs/";
    private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/" + version() + "/";
    private static final MediaType JAVASCRIPT = MediaType.parseMediaType("text/javascript;charset=utf-8");
    private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=utf-8");
    private static final Map<String, Asset> ASSETS = Map.of(
            "docs.js", new Asset(OURS + "docs.js", JAVASCRIPT),
            "swagger-ui-bundle.js", new Asset(WEBJAR + "swagger-ui-bundle.js", JAVASCRIPT),
            "swagger-ui.css", new Asset(WEBJAR + "swagger-ui.css", CSS),
            "favicon-32x32.png", new Asset(WEBJAR + "favicon-32x32.png", MediaType.IMAGE_PNG));

    private final boolean enabled;
    private final SecureRandom random = new SecureRandom();

    DocsController(DocsSettings settings) {
        enabled = settings.enabled();
    }

    private record Asset(String resource, MediaType type) {}

    /** Only the script and style tags of this very answer run; the page may ask this origin and nobody else. */
    @GetMapping("/docs")
    ResponseEntity<byte[]> page(HttpServletResponse response) {
        if (!enabled) {
            return ResponseEntity.notFound().build();
        }
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        response.setHeader("Content-Security-Policy", policy(nonce));
        String page = new String(read(OURS + "docs.html"), StandardCharsets.UTF_8).replace("{nonce}", nonce);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=utf-8"))
                .body(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String policy(String nonce) {
        return "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce + "'; "
                + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @GetMapping("/docs/{name}")
    ResponseEntity<byte[]> asset(@PathVariable String name) {
        Asset asset = enabled ? ASSETS.get(name) : null;
        return asset == null
                ? ResponseEntity.notFound().build()
                : ResponseEntity.ok().contentType(asset.type()).body(read(asset.resource()));
    }

    private static byte[] read(String resource) {
        try (InputStream in = new ClassPathResource(resource).getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks " + resource, e);
        }
    }

    private static String version() {
        Properties coordinates = new Properties();
        try (InputStream in =
                new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties").getInputStream()) {
            coordinates.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the jar lacks Swagger UI", e);
        }
        return coordinates.getProperty("version");
    }
}
