package wallethub.notification;

import java.time.Instant;

/**
 * A message to a customer that came to its end, without its text.
 *
 * @param kind of what it told, such as {@code recharge.succeeded}
 * @param channel {@code sms}
 * @param state {@code sent}, {@code not_sent} where there was nobody to send it to or no time left, {@code failed}
 * @param code what the delivery came to
 */
public record Message(String kind, String channel, String state, String code, Instant at) {}
