package wallethub.customer;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;
import wallethub.id.CustomerId;
import wallethub.lane.LaneDocumentStore;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;

/**
 * Erases a customer: what is personal goes or becomes a pseudonym, in every package that keeps any; ledger, receipts and audit
 * stay, they have ids only. In the caller's transaction, all of it or nothing. ERP and CRM keep their own.
 */
@Component
public class CustomerErasure {

    /** The lane in which the CRM tells. */
    static final String FEED = "crm-feed";

    private static final Logger log = LoggerFactory.getLogger(CustomerErasure.class);

    private final CustomerStore store;
    private final ErasedCustomers erased;
    private final Ledger ledger;
    private final LaneDocumentStore lanes;
    private final ObjectProvider<PersonalRecords> records;
    private final Clock clock;

    CustomerErasure(
            JdbcClient jdbc,
            ErasedCustomers erased,
            Ledger ledger,
            LaneDocumentStore lanes,
            ObjectProvider<PersonalRecords> records,
            Clock clock) {
        this.store = new CustomerStore(jdbc);
        this.erased = erased;
        this.ledger = ledger;
        this.lanes = lanes;
        this.records = records;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Outcome {

        record Erased(CustomerId customer) implements Outcome {}

        /** By names, such as {@code wallet-balance}, in alphabetical order; nothing was changed. */
        record Hindered(List<String> by) implements Outcome {

            public Hindered {
                by = List.copyOf(by);
            }

            public String words() {
                return "not over yet: " + String.join(", ", by);
            }
        }

        record ErasedBefore() implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** Whether it would be erased now, and by what it is hindered; changes nothing. */
    public Outcome look(CustomerId customer) {
        return standing(customer).map(one -> look(people(one), "")).orElseGet(() -> nobody(customer));
    }

    /** As two people of the staff decided. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome erase(CustomerId customer) {
        return standing(customer).map(one -> erase(one, "")).orElseGet(() -> nobody(customer));
    }

    /** As the CRM tells. What is on its way in its own feed does not hinder: that is this word, and what stands behind it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome eraseAsTold(String externalId) {
        if (erased.has(externalId)) {
            return new Outcome.ErasedBefore();
        }
        Optional<Customer> found = store.findItself(externalId);
        if (found.isEmpty()) {
            // What was sent before this word may come after it.
            store.bury(erased.tombstone(externalId), now());
            store.forgetAlias(externalId, erased.pseudonym(externalId));
            return new Outcome.Unknown();
        }
        return erase(found.get(), FEED);
    }

    private Optional<Customer> standing(CustomerId customer) {
        return store.isErased(customer) ? Optional.empty() : store.findItself(customer);
    }

    private Outcome nobody(CustomerId customer) {
        return store.isErased(customer) ? new Outcome.ErasedBefore() : new Outcome.Unknown();
    }

    /** Locks wallets and customers first, so that no money comes in between the look and the deed. */
    private Outcome erase(Customer customer, String feed) {
        List<Customer> same = same(customer);
        ledger.lock(same.stream().map(Customer::wallet).toList());
        same.stream().map(Customer::externalId).sorted().forEach(store::lock);
        // Read anew: they stand still from here on, and whoever was quicker has erased them.
        Optional<Customer> found = standing(customer.id());
        if (found.isEmpty()) {
            return new Outcome.ErasedBefore();
        }
        List<ErasedPerson> people = people(found.get());
        Outcome outcome = look(people, feed);
        if (outcome instanceof Outcome.Erased) {
            people.forEach(this::erase);
        }
        return outcome;
    }

    /** The customer, and whoever was merged into it: the same person, with a row and a wallet of its own. */
    private List<Customer> same(Customer customer) {
        List<Customer> same = new ArrayList<>(List.of(customer));
        store.aliases(customer.id()).forEach(id -> store.findItself(id).ifPresent(same::add));
        return same;
    }

    private List<ErasedPerson> people(Customer customer) {
        return same(customer).stream()
                .map(one -> {
                    Map<String, String> pseudonyms = new HashMap<>();
                    store.aliases(one.id()).forEach(id -> pseudonyms.put(id, erased.pseudonym(id)));
                    String own = erased.pseudonym(one.externalId());
                    pseudonyms.put(one.externalId(), own);
                    return new ErasedPerson(one.id(), one.wallet(), pseudonyms, one.mobile(), own);
                })
                .toList();
    }

    private Outcome look(List<ErasedPerson> people, String feed) {
        Set<String> hindrances = new TreeSet<>();
        for (ErasedPerson person : people) {
            ledger.find(person.wallet()).ifPresent(wallet -> hindrances.addAll(money(wallet)));
            records.stream().forEach(one -> hindrances.addAll(one.hindrances(person)));
            if (lanes.unfinishedBeside(feed, laneKeys(person)) > 0) {
                hindrances.add("unfinished-deliveries");
            }
        }
        return hindrances.isEmpty()
                ? new Outcome.Erased(people.getFirst().customer())
                : new Outcome.Hindered(List.copyOf(hindrances));
    }

    private static Set<String> money(Wallet wallet) {
        Set<String> hindrances = new HashSet<>();
        if (!wallet.balance().isZero()) {
            hindrances.add("wallet-balance");
        }
        if (!wallet.held().isZero()) {
            hindrances.add("open-holds");
        }
        if (!wallet.inFlight().isZero()) {
            hindrances.add("entries-not-in-the-erp");
        }
        return hindrances;
    }

    private Set<String> laneKeys(ErasedPerson person) {
        Set<String> keys = new HashSet<>(person.externalIds());
        keys.add(person.wallet().text());
        keys.add(person.customer().text());
        records.stream().forEach(one -> keys.addAll(one.laneKeys(person)));
        return keys;
    }

    private void erase(ErasedPerson person) {
        // Their keys are found by what the records still say.
        lanes.forget(laneKeys(person), person.externalIds(), person.pseudonym());
        records.stream().forEach(one -> one.erase(person));
        person.pseudonyms().forEach((id, pseudonym) -> {
            store.bury(erased.tombstone(id), person.customer(), now());
            store.forgetAlias(id, pseudonym);
        });
        store.pseudonymise(person.customer(), person.pseudonym());
        log.atInfo().addKeyValue("customerId", person.customer()).log("customer erased");
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
