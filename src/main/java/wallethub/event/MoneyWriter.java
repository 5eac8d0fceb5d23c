package wallethub.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import wallethub.money.Money;

/** Money in JSON: {@code {"amount": "12.500", "currency": "KWD"}}, the amount as text and with all its decimals. */
public final class MoneyWriter extends StdSerializer<Money> {

    public MoneyWriter() {
        super(Money.class);
    }

    @Override
    public void serialize(Money money, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeStartObject();
        json.writeStringField("amount", money.amount());
        json.writeStringField("currency", money.currencyCode());
        json.writeEndObject();
    }
}
