package wallethub.gateway;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * A payment event in the one shape that every gateway's documents are mapped to; {@code payment.event.v1}.
 *
 * <p>Its JSON is {@code mappings/schemas/payment-event.v1.schema.json}, read and written by {@link PaymentEventJson}. Ids of
 * the delivery, the trace and our own times travel as headers beside it.
 *
 * @param gateway the gateway's name, lower case, such as {@code stripe}
 * @param account our id of the merchant account whose secret verified it
 * @param gatewayEventId the gateway's id of this event; for a question of our own, a key that never repeats
 * @param gatewayPaymentId the gateway's id of the payment; null while it has none
 * @param gatewayCheckoutId the gateway's id of the hosted checkout
 * @param gatewayActionId the gateway's id of the charge, refund or dispute
 * @param merchantReference our reference; null when the document does not carry it
 * @param amount what this event is about
 * @param cumulative the payment's totals so far, never differences
 * @param occurredAt at the gateway; for a question of our own, when the recharge was created
 * @param testCode the gateway marked the payment as a test by something else than {@code liveMode}
 * @param discrepancy what the signed document and the status API disagree about, or what must not be at all; whoever
 *     applies the event parks it. No mapping writes it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PaymentEvent(
        String schema,
        String gateway,
        String account,
        String gatewayEventId,
        @Nullable String gatewayPaymentId,
        @Nullable String gatewayCheckoutId,
        @Nullable String gatewayActionId,
        @Nullable String merchantReference,
        Type type,
        @Nullable Amount amount,
        @Nullable Cumulative cumulative,
        Instant occurredAt,
        boolean liveMode,
        boolean testCode,
        @Nullable Failure failure,
        @Nullable Card card,
        Confirmation confirmation,
        @Nullable String discrepancy) {

    public static final String SCHEMA = "payment.event.v1";
    private static final int TEXT_MAX = 255;

    public PaymentEvent {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("a payment event has the schema " + SCHEMA);
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(confirmation, "confirmation");
        requireText("gateway", gateway);
        requireText("account", account);
        requireText("gatewayEventId", gatewayEventId);
        limitText("gatewayPaymentId", gatewayPaymentId);
        limitText("gatewayCheckoutId", gatewayCheckoutId);
        limitText("gatewayActionId", gatewayActionId);
        limitText("merchantReference", merchantReference);
        if (cumulative != null && amount == null) {
            throw new IllegalArgumentException("totals need an amount, which names their currency");
        }
    }

    /** What happened; {@code IGNORED} and {@code UNKNOWN} never reach an operation. */
    public enum Type {
        PAYMENT_PENDING,
        PAYMENT_AUTHORISED,
        PAYMENT_CAPTURED,
        PAYMENT_FAILED,
        PAYMENT_EXPIRED,
        PAYMENT_CANCELLED,
        REFUND_PENDING,
        REFUND_SUCCEEDED,
        REFUND_FAILED,
        DISPUTE_OPENED,
        DISPUTE_FUNDS_WITHDRAWN,
        DISPUTE_WON,
        DISPUTE_LOST,
        CARD_TOKEN_CREATED,
        CARD_TOKEN_DISABLED,
        IGNORED,
        UNKNOWN
    }

    /** Whether the event is about taking money in, so that the status API has something to say about it. */
    @JsonIgnore
    public boolean isAboutPayment() {
        return switch (type) {
            case PAYMENT_PENDING,
                    PAYMENT_AUTHORISED,
                    PAYMENT_CAPTURED,
                    PAYMENT_FAILED,
                    PAYMENT_EXPIRED,
                    PAYMENT_CANCELLED -> true;
            case REFUND_PENDING,
                    REFUND_SUCCEEDED,
                    REFUND_FAILED,
                    DISPUTE_OPENED,
                    DISPUTE_FUNDS_WITHDRAWN,
                    DISPUTE_WON,
                    DISPUTE_LOST,
                    CARD_TOKEN_CREATED,
                    CARD_TOKEN_DISABLED,
                    IGNORED,
                    UNKNOWN -> false;
        };
    }

    /** Whose word the event's facts are. */
    public enum Confirmation {
        /** Nobody's: a question of our own, to be asked of the status API whatever the account's setting. */
        UNSIGNED,
        /** The gateway's, by the signature of its callback. */
        SIGNED_ONLY,
        /** The status API's, asked by us. */
        CONFIRMED_BY_API
    }

    /**
     * Money as a decimal string at the exact ISO scale, and the same in minor units.
     *
     * @param currency ISO 4217, upper case
     */
    public record Amount(String value, String currency, long minor) {

        public Amount {
            if (!Money.ofMinor(minor, currency).amount().equals(value)) {
                throw new IllegalArgumentException("value and minor are not the same amount");
            }
            if (minor < 0) {
                throw new IllegalArgumentException("an event's amount is never negative");
            }
        }

        public static Amount of(Money money) {
            return new Amount(money.amount(), money.currencyCode(), money.minorUnits());
        }

        public Money money() {
            return Money.ofMinor(minor, currency);
        }
    }

    /** Totals of the whole payment in minor units of the amount's currency. */
    public record Cumulative(long authorised, long captured, long refunded) {

        public Cumulative {
            if (authorised < 0 || captured < 0 || refunded < 0) {
                throw new IllegalArgumentException("totals are never negative");
            }
        }
    }

    /**
     * @param code our own word, such as {@code CARD_DECLINED}
     * @param gatewayCode the gateway's
     */
    public record Failure(String code, @Nullable String gatewayCode, boolean retryable) {}

    /** A saved card's token; never a card number. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Card(
            @Nullable String token,
            @Nullable String brand,
            @Nullable String last4,
            @Nullable Integer expMonth,
            @Nullable Integer expYear) {}

    /** What was captured in all; null when the event says nothing about totals. */
    @JsonIgnore
    public @Nullable Money captured() {
        return amount == null || cumulative == null ? null : Money.ofMinor(cumulative.captured(), amount.currency());
    }

    /** The same event with something that finance must look at. */
    PaymentEvent withDiscrepancy(String found) {
        return new PaymentEvent(
                schema,
                gateway,
                account,
                gatewayEventId,
                gatewayPaymentId,
                gatewayCheckoutId,
                gatewayActionId,
                merchantReference,
                type,
                amount,
                cumulative,
                occurredAt,
                liveMode,
                testCode,
                failure,
                card,
                confirmation,
                found);
    }

    private static void requireText(String name, String text) {
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(name + " has 1 to " + TEXT_MAX + " characters");
        }
    }

    private static void limitText(String name, @Nullable String text) {
        if (text != null) {
            requireText(name, text);
        }
    }
}
