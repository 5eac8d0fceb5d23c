package wallethub.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.function.Function;
import wallethub.event.MoneyWriter;
import wallethub.id.AlertId;
import wallethub.id.ApprovalId;
import wallethub.id.ChallengeId;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.HoldId;
import wallethub.id.InvoiceId;
import wallethub.id.OrderId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.SessionId;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/**
 * The JSON of commands and answers: exact, closed, and bounded in depth and length.
 *
 * <p>Money is {@code {"amount": "12.500", "currency": "KWD"}}, ids are their text, times are UTC.
 */
final class OperationJson {

    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxNumberLength(32)
            .maxStringLength(16 * 1024)
            .maxNameLength(256)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(types())
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private static final String LANGUAGE = "language";
    private static final ObjectWriter ENGLISH = JSON.writer().withAttribute(LANGUAGE, "en");
    private static final ObjectWriter ARABIC = JSON.writer().withAttribute(LANGUAGE, "ar");

    private OperationJson() {}

    static JsonMapper mapper() {
        return JSON;
    }

    /** The bytes of a record of ours, which always has a JSON form; sentences in English. */
    static byte[] bytes(Object value) {
        return bytes(value, "en");
    }

    static byte[] bytes(Object value, String language) {
        try {
            return (language.startsWith("ar") ? ARABIC : ENGLISH).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass().getSimpleName() + " has no JSON form", e);
        }
    }

    static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** What {@link #text} wrote. */
    static <T> T own(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored " + type.getSimpleName() + " cannot be read", e);
        }
    }

    private static SimpleModule types() {
        SimpleModule types = new SimpleModule();
        id(types, AlertId.class, AlertId::new);
        id(types, ApprovalId.class, ApprovalId::new);
        id(types, ChallengeId.class, ChallengeId::new);
        id(types, CustomerId.class, CustomerId::new);
        id(types, EventId.class, EventId::new);
        id(types, HoldId.class, HoldId::new);
        id(types, InvoiceId.class, InvoiceId::new);
        id(types, OrderId.class, OrderId::new);
        id(types, ReceiptId.class, ReceiptId::new);
        id(types, RechargeId.class, RechargeId::new);
        id(types, SessionId.class, SessionId::new);
        id(types, StaffId.class, StaffId::new);
        id(types, StoreId.class, StoreId::new);
        id(types, StoreKeyId.class, StoreKeyId::new);
        id(types, TransferId.class, TransferId::new);
        id(types, WalletId.class, WalletId::new);
        types.addSerializer(Money.class, new MoneyWriter()).addDeserializer(Money.class, new MoneyReader());
        types.addSerializer(LocalText.class, new LocalTextWriter());
        return types;
    }

    private static <T> void id(SimpleModule types, Class<T> type, Function<String, T> parse) {
        types.addSerializer(type, ToStringSerializer.instance).addDeserializer(type, new IdReader<>(type, parse));
    }

    private static final class IdReader<T> extends StdDeserializer<T> {

        private final transient Function<String, T> parse;

        IdReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getValueAsString("");
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, handledType(), "is no such id");
            }
        }
    }

    private static final class MoneyReader extends StdDeserializer<Money> {

        MoneyReader() {
            super(Money.class);
        }

        @Override
        public Money deserialize(JsonParser json, DeserializationContext context) throws IOException {
            JsonNode node = context.readTree(json);
            Currency currency;
            try {
                currency = Currency.getInstance(node.path("currency").asText());
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException("", Currency.class, "is no ISO 4217 currency");
            }
            // A MoneyFormatException goes out as it is: the reader of requests tells it apart.
            return Money.parse(node.path("amount").asText(), currency);
        }
    }

    private static final class LocalTextWriter extends StdSerializer<LocalText> {

        LocalTextWriter() {
            super(LocalText.class);
        }

        @Override
        public void serialize(LocalText text, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(text.in(String.valueOf(provider.getAttribute(LANGUAGE))));
        }
    }
}
