package wallethub.customer;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import wallethub.access.KeyedHash;
import wallethub.event.CustomerMirrored;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.WalletId;
import wallethub.ledger.Ledger;

/** Keeps the mirror of the CRM's customers: the last version wins, and a new customer gets a wallet. */
@Component
class CustomerMirror {

    private final CustomerStore store;
    private final Ledger ledger;
    private final ErasedCustomers erased;
    private final Clock clock;

    CustomerMirror(JdbcClient jdbc, Ledger ledger, KeyedHash hash, Clock clock) {
        this.store = new CustomerStore(jdbc);
        this.ledger = ledger;
        this.erased = new ErasedCustomers(jdbc, hash);
        this.clock = clock;
    }

    /** In the caller's transaction. */
    MirrorOutcome apply(MirrorCustomer told) {
        if (erased.has(told.externalId())) {
            return new MirrorOutcome.ErasedBefore();
        }
        if (told.mergedInto() != null) {
            lockWallets(told.externalId(), told.mergedInto());
        }
        Optional<Customer> known = store.lock(told.externalId());
        Optional<Long> merged = store.aliasVersion(told.externalId());
        long knownVersion = Math.max(known.map(Customer::version).orElse(-1L), merged.orElse(-1L));
        if (told.version() <= knownVersion) {
            return new MirrorOutcome.OldVersion(knownVersion);
        }
        if (told.mergedInto() != null) {
            return merge(told, told.mergedInto(), known);
        }
        if (merged.isPresent()) {
            return new MirrorOutcome.MergedBefore();
        }
        return known.map(customer -> change(customer, told)).orElseGet(() -> open(told));
    }

    /** Wallets are locked before anything else; whoever pays for one of the two has paid, or finds them merged. */
    private void lockWallets(String merged, String survivor) {
        ledger.lock(Stream.concat(store.findItself(merged).stream(), store.findSurvivor(survivor).stream())
                .map(Customer::wallet)
                .toList());
    }

    private MirrorOutcome merge(MirrorCustomer told, String mergedInto, Optional<Customer> known) {
        Optional<Customer> survivor = store.findSurvivor(mergedInto);
        if (mergedInto.equals(told.externalId())
                || survivor.filter(one -> one.externalId().equals(told.externalId()))
                        .isPresent()) {
            return new MirrorOutcome.MergedInCircle();
        }
        if (survivor.isEmpty()) {
            return new MirrorOutcome.SurvivorUnknown();
        }
        store.merge(told.externalId(), survivor.get().id(), told.version(), now());
        return new MirrorOutcome.Merged(known, survivor.get());
    }

    private MirrorOutcome change(Customer known, MirrorCustomer told) {
        if (!known.currency().equals(told.currency())) {
            return new MirrorOutcome.CurrencyChanged(known.currency(), told.currency());
        }
        Customer changed = customer(known.id(), known.wallet(), told);
        if (!store.update(changed, changedAt(told), now())) {
            throw new IllegalStateException("customer " + known.id() + " changed under its lock");
        }
        return customerWithVersion(known, told.version()).equals(changed)
                ? new MirrorOutcome.Unchanged(known.id())
                : new MirrorOutcome.Mirrored(event(changed, told));
    }

    private MirrorOutcome open(MirrorCustomer told) {
        Customer customer = customer(CustomerId.next(), WalletId.next(), told);
        // The wallet first: wallets are locked before anything else.
        ledger.openWallet(customer.wallet(), customer.id(), customer.currency());
        store.insert(customer, changedAt(told), now());
        return new MirrorOutcome.Mirrored(event(customer, told));
    }

    private static Customer customerWithVersion(Customer one, long version) {
        return new Customer(
                one.id(),
                one.wallet(),
                one.externalId(),
                one.name(),
                one.mobile(),
                one.language(),
                one.currency(),
                version);
    }

    private static Customer customer(CustomerId id, WalletId wallet, MirrorCustomer told) {
        return new Customer(
                id,
                wallet,
                told.externalId(),
                told.name(),
                told.mobile(),
                told.language(),
                told.currency(),
                told.version());
    }

    private CustomerMirrored event(Customer customer, MirrorCustomer told) {
        return new CustomerMirrored(
                EventId.next(),
                customer.wallet(),
                customer.id(),
                customer.externalId(),
                customer.version(),
                customer.name(),
                customer.mobile(),
                customer.language(),
                customer.currency(),
                changedAt(told));
    }

    private Instant changedAt(MirrorCustomer told) {
        return told.changedAt() == null ? now() : told.changedAt();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
