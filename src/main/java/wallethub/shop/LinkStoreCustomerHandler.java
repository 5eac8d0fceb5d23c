package wallethub.shop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.StoreScope;
import wallethub.customer.Customer;
import wallethub.customer.Customers;
import wallethub.database.RowScope;
import wallethub.id.StoreId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.TransactionHandler;

/** Operation {@code link-store-customer}: which of ours a store's customer is, once and for all. */
@Component
class LinkStoreCustomerHandler implements TransactionHandler<LinkStoreCustomer, LinkOutcome> {

    private static final Logger log = LoggerFactory.getLogger(LinkStoreCustomerHandler.class);
    // The store's clock is not ours.
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final StoreCustomerStore store;
    private final Customers customers;
    private final WrongLinks wrong;
    private final AuditLog audit;
    private final Clock clock;

    LinkStoreCustomerHandler(
            StoreCustomerStore store, Customers customers, WrongLinks wrong, AuditLog audit, Clock clock) {
        this.store = store;
        this.customers = customers;
        this.wrong = wrong;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "link-store-customer";
    }

    @Override
    public Class<LinkStoreCustomer> command() {
        return LinkStoreCustomer.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Store(StoreScope.CUSTOMER_LINK);
    }

    /** All: whom the store means is found among all customers. */
    @Override
    public RowScope scope(Caller caller) {
        return RowScope.system();
    }

    @Override
    public LinkOutcome handle(LinkStoreCustomer command, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<Duration> pause = wrong.pause(caller.store());
        if (command.consentedAt().isAfter(now.plus(SKEW))) {
            return new LinkOutcome.NotYet();
        }
        if (pause.isPresent()) {
            return new LinkOutcome.TooManyWrong(pause.get());
        }
        Optional<Customer> meant =
                customers.findByExternalId(command.customerNumber()).filter(found -> has(found, command.mobile()));
        if (meant.isEmpty()) {
            wrong.count(caller.store());
            return new LinkOutcome.Unknown();
        }
        return linked(command, meant.get(), caller, now);
    }

    private static boolean has(Customer customer, String mobile) {
        return MessageDigest.isEqual(
                customer.mobile().getBytes(StandardCharsets.UTF_8), mobile.getBytes(StandardCharsets.UTF_8));
    }

    private LinkOutcome linked(LinkStoreCustomer command, Customer customer, Caller caller, Instant now) {
        StoreId shop = caller.store();
        StoreCustomerStore.Link link = new StoreCustomerStore.Link(
                shop, command.externalId(), customer.id(), command.consentedAt().truncatedTo(ChronoUnit.MICROS), now);
        if (store.insert(link)) {
            audit.record(AuditEntry.of(caller, "customer.link", customer.id().text(), null));
            log.atInfo()
                    .addKeyValue("storeId", shop)
                    .addKeyValue("customerId", customer.id())
                    .log("store customer linked");
            return shown(link, customer, true);
        }
        // Whoever was merged into another since is that one.
        return store.find(shop, command.externalId())
                .filter(there -> customers
                        .find(there.customer())
                        .filter(one -> one.id().equals(customer.id()))
                        .isPresent())
                .map(there -> shown(there, customer, false))
                .orElseGet(LinkOutcome.Bound::new);
    }

    private static LinkOutcome shown(StoreCustomerStore.Link link, Customer customer, boolean added) {
        return new LinkOutcome.Linked(
                added, link.externalId(), customer.currency().getCurrencyCode(), link.consentedAt(), link.linkedAt());
    }

    @Override
    public Answer answer(LinkOutcome outcome) {
        return outcome.answer();
    }
}
