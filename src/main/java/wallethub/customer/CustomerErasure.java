package wallethub.customer;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
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
import wallethub.access.KeyedHash;
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

    private static final Logger log = LoggerFactory.getLogger(CustomerErasure.class);

    private final CustomerStore store;
    private final Ledger ledger;
    private final LaneDocumentStore lanes;
    private final ObjectProvider<PersonalRecords> records;
    private final KeyedHash hash;
    private final Clock clock;

    CustomerErasure(
            JdbcClient jdbc,
            Ledger ledger,
            LaneDocumentStore lanes,
            ObjectProvider<PersonalRecords> records,
            KeyedHash hash,
            Clock clock) {
        this.store = new CustomerStore(jdbc);
        this.ledger = ledger;
        this.lanes = lanes;
        this.records = records;
        this.hash = hash;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Outcome {

        record Erased() implements Outcome {}

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
        return person(customer, false).map(this::look).orElseGet(() -> nobody(customer));
    }

    /** Locks wallet and customer first, so that no money comes in between the look and the deed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Outcome erase(CustomerId customer) {
        Optional<ErasedPerson> person = person(customer, true);
        Outcome outcome = person.map(this::look).orElseGet(() -> nobody(customer));
        if (outcome instanceof Outcome.Erased && person.isPresent()) {
            erase(person.get());
        }
        return outcome;
    }

    private Outcome nobody(CustomerId customer) {
        return store.isErased(customer) ? new Outcome.ErasedBefore() : new Outcome.Unknown();
    }

    private Optional<ErasedPerson> person(CustomerId customer, boolean lock) {
        if (store.isErased(customer)) {
            return Optional.empty();
        }
        Optional<Customer> found = store.findOwn(customer);
        if (lock) {
            found.ifPresent(one -> ledger.lock(List.of(one.wallet())));
            found = found.flatMap(one -> store.lock(one.externalId()));
        }
        return found.map(one -> {
            Set<String> externalIds = new HashSet<>(store.aliases(one.id()));
            externalIds.add(one.externalId());
            return new ErasedPerson(one.id(), one.wallet(), externalIds, one.mobile(), pseudonym(one.externalId()));
        });
    }

    private Outcome look(ErasedPerson person) {
        Set<String> hindrances = new TreeSet<>();
        ledger.find(person.wallet()).ifPresent(wallet -> hindrances.addAll(money(wallet)));
        records.stream().forEach(one -> hindrances.addAll(one.hindrances(person)));
        if (lanes.unfinished(laneKeys(person)) > 0) {
            hindrances.add("unfinished-deliveries");
        }
        return hindrances.isEmpty() ? new Outcome.Erased() : new Outcome.Hindered(List.copyOf(hindrances));
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
        var at = clock.instant().atOffset(ZoneOffset.UTC);
        person.externalIds().forEach(id -> {
            store.bury(tombstone(id), person.customer(), at);
            store.forgetAlias(id, pseudonym(id));
        });
        store.pseudonymise(person.customer(), person.pseudonym());
        log.atInfo().addKeyValue("customerId", person.customer()).log("customer erased");
    }

    private String pseudonym(String externalId) {
        return "erased:" + tombstone(externalId);
    }

    private String tombstone(String externalId) {
        return hash.of("customer-external-id", externalId);
    }
}
