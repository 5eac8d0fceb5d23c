package wallethub.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The secret letters that lie in a lane, opened with the key of the tests: what the person with the phone would read. */
public final class SealedLetters {

    private static final int NONCE_BYTES = 12;
    private static final JsonMapper JSON = new JsonMapper();

    private SealedLetters() {}

    private record Row(String idem, byte[] body) {}

    /** Those of one mapping, the oldest first; what was delivered already is erased, and not among them. */
    public static List<JsonNode> of(JdbcClient jdbc, String mapping) {
        return jdbc
                .sql("select idem, body from lane_event where mapping = :mapping and length(body) > 0 order by id")
                .param("mapping", mapping)
                .query(Row.class)
                .list()
                .stream()
                .map(SealedLetters::opened)
                .toList();
    }

    private static JsonNode opened(Row row) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(Base64.getDecoder().decode(LoginKeys.LANE_KEY), "AES"),
                    new GCMParameterSpec(128, Arrays.copyOf(row.body(), NONCE_BYTES)));
            cipher.updateAAD(row.idem().getBytes(StandardCharsets.UTF_8));
            return JSON.readTree(cipher.doFinal(row.body(), NONCE_BYTES, row.body().length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a letter is not sealed with the key of the tests", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
