package wallethub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A committed document that is generated from the code, so that it cannot drift away from it. */
public final class GeneratedDocument {

    private GeneratedDocument() {}

    /** Compares with the committed file; {@code -Dhub.docs=write} writes it instead. */
    public static void matches(Path file, String generated) {
        try {
            if ("write".equals(System.getProperty("hub.docs"))) {
                Files.createDirectories(file.resolveSibling("."));
                Files.writeString(file, generated);
            }
            assertThat(file).as("regenerate with -Dhub.docs=write").exists();
            assertThat(Files.readString(file))
                    .as("%s is generated: run this test with -Dhub.docs=write", file)
                    .isEqualTo(generated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
