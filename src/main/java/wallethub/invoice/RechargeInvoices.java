package wallethub.invoice;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.customer.Customer;
import wallethub.event.InvoiceRequested;
import wallethub.id.EventId;
import wallethub.lane.EventPublisher;
import wallethub.ledger.Ledger;
import wallethub.setting.Settings;

/** Has the ERP issue an invoice for a recharge, once, where the group {@code recharge-invoice} says so. */
@Component
class RechargeInvoices {

    private static final Logger log = LoggerFactory.getLogger(RechargeInvoices.class);

    private final Ledger ledger;
    private final Settings settings;
    private final RechargeInvoiceGroup rules;
    private final RequestStore requests;
    private final EventPublisher events;
    private final Deductions deductions;

    RechargeInvoices(
            Ledger ledger,
            Settings settings,
            RechargeInvoiceGroup rules,
            RequestStore requests,
            EventPublisher events,
            Deductions deductions) {
        this.ledger = ledger;
        this.settings = settings;
        this.rules = rules;
        this.requests = requests;
        this.events = events;
        this.deductions = deductions;
    }

    void request(InvoicedRecharge recharge, Customer customer) {
        RechargeInvoiceRules now = settings.current(rules);
        // The wallet before the lane's keys, as everywhere.
        if (now.on()) {
            ledger.lock(List.of(customer.wallet()));
        }
        if (now.on() && requests.insert(recharge, customer, now.account(), deductions.now())) {
            events.publish(List.of(new InvoiceRequested(
                    EventId.next(),
                    customer.wallet(),
                    customer.id(),
                    customer.externalId(),
                    recharge.receiptId(),
                    recharge.reference(),
                    now.account(),
                    recharge.amount(),
                    recharge.occurredAt())));
            log.atInfo()
                    .addKeyValue("receiptId", recharge.receiptId())
                    .addKeyValue("walletId", customer.wallet())
                    .log("invoice for a recharge asked for");
        }
    }
}
