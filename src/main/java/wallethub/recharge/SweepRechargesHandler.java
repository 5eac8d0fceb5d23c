package wallethub.recharge;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.gateway.GatewayAccounts;
import wallethub.gateway.PaymentEvent;
import wallethub.gateway.PaymentEventJson;
import wallethub.lane.Door;
import wallethub.lane.HubHeaders;
import wallethub.lane.Letter;
import wallethub.mapping.Outcome;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/**
 * Puts a question about each recharge that is due into the lane of payments, where it goes the way of a callback: the status
 * API is asked, and its answer applied.
 *
 * <p>Each recharge is asked after with growing pauses, until long after its checkout expired. A bank transfer that nobody confirmed expires here.
 */
@Component
class SweepRechargesHandler implements TransactionHandler<SweepRecharges, Integer> {

    static final String LANE = "payments";
    static final String MAPPING = "hub.payment-question";
    private static final Logger log = LoggerFactory.getLogger(SweepRechargesHandler.class);
    // The checkout cannot be paid any more, but a payment begun in its last second can still go through.
    private static final Duration AFTERMATH = Duration.ofMinutes(10);

    private final RechargeStore recharges;
    private final BankTransfers transfers;
    private final GatewayAccounts accounts;
    private final Door door;
    private final RechargeSettings.Sweep settings;
    private final Clock clock;

    SweepRechargesHandler(
            RechargeStore recharges,
            BankTransfers transfers,
            GatewayAccounts accounts,
            Door door,
            RechargeSettings settings,
            Clock clock) {
        this.recharges = recharges;
        this.transfers = transfers;
        this.accounts = accounts;
        this.door = door;
        this.settings = settings.sweep();
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sweep-recharges";
    }

    @Override
    public Class<SweepRecharges> command() {
        return SweepRecharges.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.SystemRoute("recharge-sweep");
    }

    @Override
    public Integer handle(SweepRecharges command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Recharge> due = recharges.lockDue(now, settings.batch());
        for (Recharge recharge : due) {
            switch (recharge.method()) {
                case CARD -> ask(recharge, now);
                case BANK_TRANSFER -> transfers.expire(recharge, now);
            }
        }
        if (!due.isEmpty()) {
            log.atInfo().addKeyValue("recharges", due.size()).log("asking after recharges");
        }
        return due.size();
    }

    private void ask(Recharge recharge, Instant now) {
        door.accept(question(recharge));
        recharges.polled(recharge.id(), next(recharge, now));
    }

    private Letter question(Recharge recharge) {
        String prefix = recharge.gateway() + "/" + recharge.account() + "/";
        String id = "sweep-" + recharge.reference() + "-" + recharge.pollCount();
        boolean live =
                accounts.find(recharge.account()).map(account -> account.live()).orElse(false);
        PaymentEvent event = PreparedQuestion.of(recharge, id, live).event();
        return new Letter(
                LANE,
                prefix + recharge.reference(),
                prefix + id,
                MAPPING,
                PaymentEventJson.write(event),
                Map.of(HubHeaders.GATEWAY, recharge.gateway(), HubHeaders.GATEWAY_ACCOUNT, recharge.account()),
                id,
                null);
    }

    /** Null when it is not asked after any more. */
    private @Nullable Instant next(Recharge recharge, Instant now) {
        boolean open = now.isBefore(recharge.expiresAt().plus(AFTERMATH));
        Duration longest = open ? settings.openMax() : settings.closedMax();
        // 2^20 pauses of a second are 12 days: further doubling would only overflow.
        Duration pause = settings.initial().multipliedBy(1L << Math.min(recharge.pollCount(), 20));
        Instant next = now.plus(pause.compareTo(longest) > 0 ? longest : pause);
        return next.isAfter(recharge.expiresAt().plus(settings.until())) ? null : next;
    }

    @Override
    public Answer answer(Integer outcome) {
        return Answer.settled(Outcome.SUCCESS, "SWEPT", outcome + " recharges");
    }
}
