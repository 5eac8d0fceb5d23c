package wallethub.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * JSON whose decimals stay what they were: read as {@code BigDecimal} with their scale, written plain.
 *
 * <p>Duplicate keys, trailing text, more than {@value #DEPTH_MAX} levels and numbers of more than {@value #DIGITS_MAX}
 * characters are refused.
 */
public final class ExactJson {

    static final int DEPTH_MAX = 100;
    static final int DIGITS_MAX = 100;
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxNumberLength(DIGITS_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Keeps trailing zeros: 1000.00 must not become 1E+3.
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(NODES)
            .build();

    private ExactJson() {}

    /** @throws MappingException {@code MALFORMED_JSON} or {@code DOCUMENT_LIMIT}; its message quotes nothing of the document */
    public static JsonNode parse(byte[] document) {
        try {
            JsonNode node = MAPPER.readTree(document);
            if (node.isMissingNode()) {
                throw new MappingException("MALFORMED_JSON", "the document is empty");
            }
            return node;
        } catch (StreamConstraintsException e) {
            throw new MappingException("DOCUMENT_LIMIT", "too deep, or a number too long" + at(e));
        } catch (JsonProcessingException e) {
            throw new MappingException("MALFORMED_JSON", "not well-formed JSON, or a key twice" + at(e));
        } catch (IOException e) {
            throw new MappingException("MALFORMED_JSON", "not UTF-8");
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree has no text", e);
        }
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree has no text", e);
        }
    }

    static JsonNode integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return NODES.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    static JsonNode decimal(BigDecimal value) {
        return NODES.numberNode(value);
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
