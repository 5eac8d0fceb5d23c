package wallethub.operation;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.problem.Violation;

/** Bytes that a client sent, read as JSON: well-formed, in UTF-8, without duplicate names, card numbers or traps. */
final class RequestDocument {

    // Far beyond any amount; keeps the arithmetic on a hostile exponent cheap.
    private static final int LARGEST_SCALE = 64;
    private static final int SHORTEST_CARD_NUMBER = 13;
    private static final int LONGEST_CARD_NUMBER = 19;

    private RequestDocument() {}

    static JsonNode read(byte[] bytes) {
        JsonNode document = parsed(utf8(bytes));
        List<Violation> violations = new ArrayList<>();
        inspect("", document, violations);
        if (!violations.isEmpty()) {
            ErrorCode code = violations.getFirst().code();
            throw new ProblemException(code, "the document carries what is not taken here", violations);
        }
        return document;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(ErrorCode.MALFORMED_JSON, "the document is not UTF-8");
        }
    }

    private static JsonNode parsed(String text) {
        try {
            JsonNode document = OperationJson.mapper().readTree(text);
            if (document.isMissingNode()) {
                throw new ProblemException(ErrorCode.MALFORMED_JSON, "the document is empty");
            }
            return document;
        } catch (JsonParseException e) {
            var at = e.getLocation();
            throw new ProblemException(
                    ErrorCode.MALFORMED_JSON,
                    "not well-formed at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
        } catch (JsonProcessingException e) {
            // Too deep, a name, number or text too long, a name twice, something after the end.
            throw new ProblemException(ErrorCode.MALFORMED_JSON, "the document breaks a limit of JSON here");
        }
    }

    private static void inspect(String pointer, JsonNode node, List<Violation> violations) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                inspectText(pointer, field.getKey(), violations);
                inspect(pointer + "/" + escaped(field.getKey()), field.getValue(), violations);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                inspect(pointer + "/" + i, node.get(i), violations);
            }
        } else if (node.isTextual()) {
            inspectText(pointer, node.textValue(), violations);
        } else if (node.isNumber()) {
            if (node.isBigDecimal() && Math.abs(node.decimalValue().scale()) > LARGEST_SCALE) {
                violations.add(new Violation(pointer, ErrorCode.VALIDATION_FAILED, "the exponent is too large"));
            } else if (node.isIntegralNumber()) {
                inspectText(pointer, node.asText(), violations);
            }
        }
    }

    private static void inspectText(String pointer, String text, List<Violation> violations) {
        if (looksLikeCard(text)) {
            violations.addFirst(new Violation(pointer, ErrorCode.PAN_NOT_ALLOWED, "looks like a card number"));
        } else if (!isStorable(text)) {
            violations.add(new Violation(pointer, ErrorCode.VALIDATION_FAILED, "has a character that no text has"));
        }
    }

    /** Whether a text can be kept: no NUL and no half of a surrogate pair, which the database refuses. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** 13 to 19 digits, spaces and hyphens aside, whose Luhn sum is right. */
    static boolean looksLikeCard(String text) {
        int digits = 0;
        int sum = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == ' ' || c == '-') {
                continue;
            }
            if (c < '0' || c > '9' || digits == LONGEST_CARD_NUMBER) {
                return false;
            }
            int value = c - '0';
            int doubled = digits % 2 == 1 ? value * 2 : value;
            sum += doubled > 9 ? doubled - 9 : doubled;
            digits++;
        }
        return digits >= SHORTEST_CARD_NUMBER && sum % 10 == 0;
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
