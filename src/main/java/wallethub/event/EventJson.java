package wallethub.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Currency;
import wallethub.id.AlertId;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.HoldId;
import wallethub.id.InvoiceId;
import wallethub.id.OrderId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The JSON of a business event: ids as text, money as {@code {"amount": "12.500", "currency": "KWD"}}, times in UTC. */
public final class EventJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(Money.class, new MoneyWriter())
                    .addSerializer(AlertId.class, ToStringSerializer.instance)
                    .addSerializer(WalletId.class, ToStringSerializer.instance)
                    .addSerializer(CustomerId.class, ToStringSerializer.instance)
                    .addSerializer(RechargeId.class, ToStringSerializer.instance)
                    .addSerializer(InvoiceId.class, ToStringSerializer.instance)
                    .addSerializer(TransferId.class, ToStringSerializer.instance)
                    .addSerializer(ReceiptId.class, ToStringSerializer.instance)
                    .addSerializer(EventId.class, ToStringSerializer.instance)
                    .addSerializer(HoldId.class, ToStringSerializer.instance)
                    .addSerializer(OrderId.class, ToStringSerializer.instance)
                    .addSerializer(StoreId.class, ToStringSerializer.instance)
                    .addSerializer(Currency.class, ToStringSerializer.instance))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private EventJson() {}

    /** UTF-8 bytes of the event; the same event gives the same bytes. */
    public static byte[] bytes(BusinessEvent event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.eventId() + " has no JSON form", e);
        }
    }
}
