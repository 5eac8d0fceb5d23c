package wallethub.gateway.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wallethub.crash.CrashPoint;
import wallethub.gateway.ConfirmOutcome;
import wallethub.gateway.GatewayAccount;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.GatewayPort;
import wallethub.gateway.PaymentEvent;
import wallethub.gateway.PaymentEventJson;
import wallethub.lane.HubHeaders;

/**
 * Asks the status API about a canonical payment event, outside any transaction. Where nothing needs asking, or nothing is
 * answered, the event goes on as it is: the operation after it decides what an unconfirmed event is worth.
 */
class ConfirmProducer extends DefaultProducer {

    private static final Logger log = LoggerFactory.getLogger(ConfirmProducer.class);
    /** A lane works on more events at once than a status API should be asked about. */
    private static final int CALLS_MAX = 16;

    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final GatewayPort gateway;
    private final GatewayAccounts accounts;
    private final MeterRegistry meters;
    private final Semaphore calls = new Semaphore(CALLS_MAX);

    ConfirmProducer(GatewayEndpoint endpoint, GatewayPort gateway, GatewayAccounts accounts, MeterRegistry meters) {
        super(endpoint);
        this.gateway = gateway;
        this.accounts = accounts;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        PaymentEvent event = PaymentEventJson.read(message.getMandatoryBody(byte[].class));
        GatewayAccount account = accounts.find(event.account()).orElse(null);
        if (account != null && isToBeAsked(event, account)) {
            CrashPoint.BEFORE_CONFIRM.reached();
            confirm(message, account, event);
            CrashPoint.AFTER_CONFIRM.reached();
        }
    }

    /** An event of the wrong mode is not asked about: it is parked whatever the answer. */
    private static boolean isToBeAsked(PaymentEvent event, GatewayAccount account) {
        return account.needsConfirmation(event) && event.isAboutPayment() && event.liveMode() == account.live();
    }

    private void confirm(Message message, GatewayAccount account, PaymentEvent event) {
        Timer.Sample sample = Timer.start(meters);
        ConfirmOutcome outcome = asked(account, event);
        sample.stop(meters.timer("hub.gateway.confirm", "account", account.id(), "result", result(outcome)));
        switch (outcome) {
            case ConfirmOutcome.Confirmed confirmed -> message.setBody(PaymentEventJson.write(confirmed.event()));
            case ConfirmOutcome.Unavailable unavailable -> {
                log.atWarn()
                        .addKeyValue("account", account.id())
                        .addKeyValue("gatewayEventId", event.gatewayEventId())
                        .addKeyValue("code", unavailable.code())
                        .log("payment not confirmed");
                message.setHeader(HubHeaders.RETRY_AFTER, text(unavailable));
            }
        }
    }

    private ConfirmOutcome asked(GatewayAccount account, PaymentEvent event) {
        boolean goes = false;
        try {
            goes = calls.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            return goes ? gateway.confirm(account, event) : new ConfirmOutcome.Unavailable("BUSY", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ConfirmOutcome.Unavailable("INTERRUPTED", null);
        } finally {
            if (goes) {
                calls.release();
            }
        }
    }

    private static @Nullable String text(ConfirmOutcome.Unavailable unavailable) {
        return unavailable.retryAfter() == null
                ? null
                : unavailable.retryAfter().toString();
    }

    private static String result(ConfirmOutcome outcome) {
        return switch (outcome) {
            case ConfirmOutcome.Confirmed confirmed ->
                confirmed.event().discrepancy() == null ? "confirmed" : "discrepancy";
            case ConfirmOutcome.Unavailable unavailable -> "unavailable";
        };
    }
}
