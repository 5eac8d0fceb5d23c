package wallethub.recharge;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.event.RechargeFailed;
import wallethub.id.EventId;
import wallethub.id.RechargeId;
import wallethub.lane.EventPublisher;
import wallethub.money.Money;

/** Recharges by bank transfer from their announcement to an end without money; within the caller's transaction. */
@Component
class BankTransfers {

    /** What stands in the gateway's place of a recharge that no gateway has. */
    static final String GATEWAY = "bank";

    static final String NOT_RECEIVED = "TRANSFER_NOT_RECEIVED";
    static final String REJECTED = "TRANSFER_REJECTED";
    private static final Logger log = LoggerFactory.getLogger(BankTransfers.class);
    private static final int REFERENCES_TRIED = 5;

    private final RechargeStore recharges;
    private final EventPublisher events;
    private final BankTransferSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    BankTransfers(RechargeStore recharges, EventPublisher events, RechargeSettings settings, Clock clock) {
        this.recharges = recharges;
        this.events = events;
        this.settings = settings.bankTransfer();
        this.clock = clock;
    }

    /** Empty when no account of ours takes the currency. */
    Optional<BankAccount> usualAccount(Currency currency) {
        return settings.of(currency).stream().findFirst();
    }

    boolean mayAnnounce(Customer customer) {
        return recharges.countAwaiting(customer.id()) < settings.openMax();
    }

    int openMax() {
        return settings.openMax();
    }

    RechargeView announce(CreateRecharge wish, Customer customer, BankAccount account) {
        Recharge recharge = made(wish, customer, account);
        // Its next question is the one whether it has expired.
        recharges.insert(recharge, recharge.createdAt(), recharge.expiresAt());
        log.atInfo().addKeyValue("rechargeId", recharge.id()).log("bank transfer announced");
        return shown(recharge, RechargeView.of(recharge, Optional.empty()));
    }

    private Recharge made(CreateRecharge wish, Customer customer, BankAccount account) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return new Recharge(
                RechargeId.next(),
                unusedReference(),
                customer.id(),
                customer.externalId(),
                customer.wallet(),
                GATEWAY,
                account.id(),
                RechargeMethod.BANK_TRANSFER,
                wish.amount(),
                Money.zero(wish.amount().currency()),
                RechargeState.AWAITING_CONFIRMATION,
                null,
                null,
                HexFormat.of().formatHex(nonce),
                null,
                null,
                now,
                now.plus(settings.expiresAfter()),
                0,
                wish.orderId());
    }

    /** Of 31^8 references few are taken; the constraint has the last word. */
    private String unusedReference() {
        for (int i = 0; i < REFERENCES_TRIED; i++) {
            String reference = TransferReference.next(random).text();
            if (recharges.findByReference(reference).isEmpty()) {
                return reference;
            }
        }
        throw new IllegalStateException(REFERENCES_TRIED + " references at random were all taken");
    }

    /** With the instructions, while the transfer is waited for. */
    RechargeView shown(Recharge recharge, RechargeView view) {
        return recharge.state() == RechargeState.AWAITING_CONFIRMATION
                ? view.with(TransferInstructions.of(recharge, settings))
                : view;
    }

    /** Nothing came in time. Money that is confirmed later is credited as late. */
    void expire(Recharge recharge, Instant now) {
        recharges.polled(recharge.id(), null);
        if (recharge.state().mayBecome(RechargeState.EXPIRED)) {
            end(recharge, RechargeState.EXPIRED, NOT_RECEIVED, now);
        }
    }

    /** Ends without money what is locked; the customer is told as of any recharge that failed. */
    void end(Recharge recharge, RechargeState state, String code, Instant now) {
        recharges.moved(recharge.id(), state, code, now);
        recharges.polled(recharge.id(), null);
        events.publish(List.of(new RechargeFailed(
                EventId.next(),
                recharge.wallet(),
                recharge.customer(),
                recharge.id(),
                recharge.reference(),
                recharge.amount(),
                code,
                now)));
        log.atInfo()
                .addKeyValue("rechargeId", recharge.id())
                .addKeyValue("state", state.wire())
                .addKeyValue("code", code)
                .log("bank transfer ended without money");
    }
}
