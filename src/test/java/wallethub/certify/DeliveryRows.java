package wallethub.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import wallethub.certify.ErpSide.Booked;
import wallethub.certify.Expected.End;
import wallethub.certify.Movements.Delivery;
import wallethub.certify.Movements.Person;
import wallethub.certify.Movements.Recharge;
import wallethub.certify.Movements.Transfer;

/**
 * What meets the deliveries of the hub: each customer and each recharge goes through its lane, and what is compared
 * afterwards is the ERP itself, and the hub's own record.
 */
final class DeliveryRows {

    static final String ENTRY = "ensure-entry";
    static final String BATCH = "ensure-entries";
    static final String CUSTOMER = "ensure-customer";

    private static final String[] AMOUNTS = {"1.250", "2.510", "3.770"};
    private static final int RETRY_AFTER_SECONDS = 6;
    private static final Duration RETRY = Duration.ofMillis(1_500);
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);
    // What a machine's clock and a fence that began a moment earlier may make of a pause.
    private static final Duration CLOCKS = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ErpSide erp;
    private final FaultProxy proxy;
    private final Movements movements;
    private final Duration fence;

    DeliveryRows(ErpSide erp, FaultProxy proxy, Movements movements, Duration fence) {
        this.erp = erp;
        this.proxy = proxy;
        this.movements = movements;
        this.fence = fence;
    }

    List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (String operation : List.of(CUSTOMER, ENTRY)) {
            boolean entry = operation.equals(ENTRY);
            Expected broken = entry ? Expected.after("unknown", fence) : Expected.after("retry", RETRY);
            add(rows, "ok", operation, Trouble.none(), Expected.atOnce());
            add(rows, "time-out before commit", operation, new Trouble.LoseRequest(), broken);
            Trouble late = new Trouble.ForwardLate(erp.patience().plus(fence.dividedBy(3)));
            add(rows, "time-out, commit within the fence", operation, late, broken);
            add(rows, "time-out after commit", operation, new Trouble.LoseAnswer(), broken);
            add(rows, "reset before commit", operation, new Trouble.ResetBefore(), broken);
            add(rows, "reset after commit", operation, new Trouble.ResetAfter(), broken);
            add(rows, "answer cut off", operation, new Trouble.Truncate(), broken);
            add(rows, "slow", operation, new Trouble.Drip(SLOW), Expected.atOnce());
            Duration told = Duration.ofSeconds(RETRY_AFTER_SECONDS);
            add(
                    rows,
                    "429 with Retry-After",
                    operation,
                    Trouble.tooMany(RETRY_AFTER_SECONDS),
                    Expected.after("retry", told));
            Expected unread = entry ? broken : erp.malformedCustomer();
            add(rows, "malformed answer", operation, Trouble.malformed(), unread);
            Trouble page = new Trouble.AnswerInstead(200, Map.of("Content-Type", "text/html"), "<html>login</html>");
            add(rows, "malformed answer of somebody else", operation, page, unread);
            if (erp.refusesSecondCreate()) {
                add(rows, "duplicate", operation, new Trouble.Twice(), Expected.atOnce());
            }
            for (Expected.Refusal refusal : entry ? erp.entryRefusals() : erp.customerRefusals()) {
                // Fewer outages than pause the target.
                add(rows, refusal.name(), operation, refusal.trouble(), refusal.expected());
            }
        }
        if (erp.takesBatches()) {
            addBatches(rows);
        } else {
            rows.add(new Row("reorder", ENTRY, false, this::reorder));
        }
        rows.add(new Row("connection closed while idle", ENTRY, true, this::closedConnection));
        rows.add(new Row("half-finished document", ENTRY, true, this::halfFinished));
        if (erp.hasSessions()) {
            rows.add(new Row("session expired", ENTRY, true, this::sessionExpired));
        }
        rows.add(new Row("503 for everything", ENTRY, true, () -> outage(Trouble.answer(503, "{}"))));
        rows.add(new Row("connections refused", ENTRY, true, this::refusedConnections));
        return rows;
    }

    private void add(List<Row> rows, String fault, String operation, Trouble trouble, Expected expected) {
        // In one request with the entries of another row it would be that row's fault too.
        boolean alone = operation.equals(ENTRY) && erp.takesBatches();
        rows.add(new Row(fault, operation, alone, () -> play(operation, trouble, expected)));
    }

    private void addBatches(List<Row> rows) {
        Map<String, Trouble> faults = new LinkedHashMap<>();
        faults.put("ok", Trouble.none());
        faults.put("time-out before commit", new Trouble.LoseRequest());
        faults.put("time-out after commit", new Trouble.LoseAnswer());
        faults.put("reset before commit", new Trouble.ResetBefore());
        faults.put("reset after commit", new Trouble.ResetAfter());
        faults.put("answer cut off", new Trouble.Truncate());
        faults.put("malformed answer", Trouble.malformed());
        faults.forEach((fault, trouble) -> rows.add(new Row(
                fault,
                BATCH,
                true,
                () -> playBatch(trouble, fault.equals("ok") ? Expected.atOnce() : Expected.after("unknown", fence)))));
        erp.entryRefusals().stream()
                .filter(refusal -> refusal.expected().end() == End.SKIPPED)
                .forEach(refusal -> rows.add(
                        new Row(refusal.name(), BATCH, true, () -> playBatch(refusal.trouble(), Expected.atOnce()))));
    }

    private void play(String operation, Trouble trouble, Expected expected) {
        if (operation.equals(ENTRY)) {
            playEntry(trouble, expected);
        } else {
            playCustomer(trouble, expected);
        }
    }

    /** The customer's own document meets the fault; the first entry of the wallet is behind it. */
    private void playCustomer(Trouble trouble, Expected expected) {
        String externalId = movements.nextExternalId();
        proxy.when(passage -> erp.createsCustomer(passage, externalId), 1, trouble);
        Person person = movements.person(externalId);
        Recharge recharge = movements.recharge(person, AMOUNTS[0]);
        movements.pay(recharge);
        List<Passage> met = met(trouble, passage -> erp.createsCustomer(passage, externalId));
        awaitEnd(person, 0, expected);
        if (expected.end() == End.SETTLED) {
            assertThat(erp.customers(externalId))
                    .as("customers of this id in the ERP")
                    .isEqualTo(1);
            checkBooks(person, List.of(recharge));
        } else {
            assertThat(erp.customers(externalId))
                    .as("customers of this id in the ERP")
                    .isZero();
            assertThat(erp.booked(externalId)).as("what the ERP booked").isEmpty();
        }
        checkWay(person, 0, expected);
        checkPause(met, expected, externalId);
    }

    /** The first of three entries of a wallet meets the fault; two are behind it. */
    private void playEntry(Trouble trouble, Expected expected) {
        Person person = movements.person();
        awaitEnd(person, 0, Expected.atOnce());
        List<Recharge> recharges = new ArrayList<>();
        for (String amount : AMOUNTS) {
            recharges.add(movements.recharge(person, amount));
        }
        String words = recharges.getFirst().reference();
        proxy.when(passage -> erp.createsEntry(passage, words), 1, trouble);
        recharges.forEach(movements::pay);
        List<Passage> met = met(trouble, passage -> erp.createsEntry(passage, words));
        awaitEnd(person, 1, expected);
        switch (expected.end()) {
            case SETTLED -> checkBooks(person, recharges);
            case SKIPPED -> checkBooks(person, recharges.subList(1, recharges.size()));
            case PARKED, HELD ->
                assertThat(erp.booked(person.externalId()))
                        .as("what the ERP booked")
                        .isEmpty();
        }
        checkWay(person, 1, expected);
        checkPause(met, expected, movements.transfers(person).getFirst().id());
    }

    /**
     * Entries of several wallets wait for a target that was away; the request that takes them together meets the fault. One
     * that is refused as a whole is sent one by one.
     */
    private void playBatch(Trouble trouble, Expected expected) {
        List<Person> people = List.of(movements.person(), movements.person(), movements.person(), movements.person());
        people.forEach(person -> awaitEnd(person, 0, Expected.atOnce()));
        List<Recharge> recharges = people.stream()
                .map(person -> movements.recharge(person, AMOUNTS[0]))
                .toList();
        Predicate<Passage> together = passage -> recharges.stream()
                        .filter(recharge -> erp.createsEntry(passage, recharge.reference()))
                        .count()
                > 1;
        proxy.when(passage -> true, -1, Trouble.answer(503, "{}"));
        try {
            recharges.forEach(movements::pay);
            // Each takes its turn until the target is taken for away.
            await("the target is paused")
                    .atMost(LIMIT)
                    .until(() -> movements.target().equals("outage"));
        } finally {
            proxy.heal();
            proxy.when(together, 1, trouble);
        }
        List<Passage> met = met(trouble, together);
        for (int i = 0; i < people.size(); i++) {
            awaitEnd(people.get(i), 1, Expected.atOnce());
            checkBooks(people.get(i), List.of(recharges.get(i)));
            String transfer = movements.transfers(people.get(i)).getFirst().id();
            if (erp.mentions(met.getFirst(), transfer)) {
                checkPause(met, expected, transfer);
            }
        }
    }

    /** The request of one wallet is there only after that of another. */
    private void reorder() {
        List<Person> people = List.of(movements.person(), movements.person());
        people.forEach(person -> awaitEnd(person, 0, Expected.atOnce()));
        List<Recharge> recharges = people.stream()
                .map(person -> movements.recharge(person, AMOUNTS[0]))
                .toList();
        proxy.when(
                passage -> recharges.stream().anyMatch(recharge -> erp.createsEntry(passage, recharge.reference())),
                1,
                new Trouble.BehindNext());
        recharges.forEach(movements::pay);
        for (int i = 0; i < people.size(); i++) {
            awaitEnd(people.get(i), 1, Expected.atOnce());
            checkBooks(people.get(i), List.of(recharges.get(i)));
        }
    }

    /** The hub keeps a connection that the ERP has closed; the next request is the one that finds out. */
    private void closedConnection() {
        Person person = movements.person();
        awaitEnd(person, 0, Expected.atOnce());
        List<Recharge> recharges =
                List.of(movements.recharge(person, AMOUNTS[0]), movements.recharge(person, AMOUNTS[1]));
        String words = recharges.getFirst().reference();
        proxy.when(passage -> erp.createsEntry(passage, words), 1, new Trouble.CloseAfter());
        recharges.forEach(movements::pay);
        awaitEnd(person, 1, Expected.atOnce());
        checkBooks(person, recharges);
    }

    /** A draft is there and the line breaks: it is posted, and no second is made. */
    private void halfFinished() {
        Person person = movements.person();
        awaitEnd(person, 0, Expected.atOnce());
        List<Recharge> recharges =
                List.of(movements.recharge(person, AMOUNTS[0]), movements.recharge(person, AMOUNTS[1]));
        erp.halfFinish(proxy, recharges.getFirst().reference());
        movements.pay(recharges.getFirst());
        await("a draft")
                .atMost(LIMIT)
                .until(() -> !erp.booked(person.externalId()).isEmpty());
        movements.pay(recharges.getLast());
        awaitEnd(person, 1, Expected.after("unknown", fence));
        checkBooks(person, recharges);
        checkWay(person, 1, Expected.after("unknown", fence));
    }

    private void sessionExpired() {
        Person person = movements.person();
        awaitEnd(person, 0, Expected.atOnce());
        List<Recharge> recharges =
                List.of(movements.recharge(person, AMOUNTS[0]), movements.recharge(person, AMOUNTS[1]));
        erp.endSessions();
        recharges.forEach(movements::pay);
        awaitEnd(person, 1, Expected.atOnce());
        checkBooks(person, recharges);
        checkWay(person, 1, Expected.atOnce());
    }

    private void refusedConnections() {
        outage(movements -> proxy.leave(), proxy::comeBack);
    }

    private void outage(Trouble answer) {
        outage(movements -> proxy.when(passage -> true, -1, answer), proxy::heal);
    }

    /** The whole target is away: it is paused, only probes go out, and when it is back all is there once and in order. */
    private void outage(Consumer<Movements> begin, Runnable end) {
        List<Person> people = List.of(movements.person(), movements.person());
        people.forEach(person -> awaitEnd(person, 0, Expected.atOnce()));
        List<Recharge> recharges = new ArrayList<>();
        for (String amount : AMOUNTS) {
            people.forEach(person -> recharges.add(movements.recharge(person, amount)));
        }
        begin.accept(movements);
        List<String> transfers;
        try {
            recharges.forEach(movements::pay);
            await("the target is paused")
                    .atMost(LIMIT)
                    .until(() -> movements.target().equals("outage"));
            // What had begun before it was paused is on its way for a moment.
            Duration paused = proxy.now().plus(UNDER_WAY);
            transfers = people.stream()
                    .flatMap(person -> movements.transfers(person).stream())
                    .map(Transfer::id)
                    .toList();
            // Long enough for two probes, and for whatever would not wait.
            await("probes go out")
                    .atMost(LIMIT)
                    .pollDelay(Duration.ofSeconds(4))
                    .until(() -> movements.target().equals("outage"));
            assertThat(proxy.passages().stream().filter(passage -> passage.at().compareTo(paused) > 0))
                    .as("what was sent while the target was paused")
                    .noneMatch(passage -> transfers.stream().anyMatch(id -> erp.mentions(passage, id)));
        } finally {
            end.run();
        }
        for (Person person : people) {
            awaitEnd(person, 1, Expected.after("outage", Duration.ZERO));
            checkBooks(
                    person,
                    recharges.stream()
                            .filter(each -> each.person().equals(person))
                            .toList());
        }
        assertThat(movements.target()).isEqualTo("open");
    }

    /** A trouble that met nobody proves nothing. */
    private List<Passage> met(Trouble trouble, Predicate<Passage> fits) {
        return await("the request that meets " + trouble)
                .atMost(LIMIT)
                .until(
                        () -> proxy.passages().stream()
                                .filter(passage -> passage.trouble().equals(trouble))
                                .filter(fits)
                                .toList(),
                        list -> !list.isEmpty());
    }

    /** @param first the place of the delivery that meets the fault; those of the wallet behind it count too */
    private void awaitEnd(Person person, int first, Expected expected) {
        BiPredicate<Delivery, Boolean> done = switch (expected.end()) {
            case SETTLED -> (delivery, troubled) -> delivery.state().equals("settled");
            case SKIPPED -> (delivery, troubled) -> delivery.state().equals(troubled ? "dead" : "settled");
            case PARKED ->
                (delivery, troubled) -> delivery.state().equals(troubled ? "parked" : "waiting")
                        || (!troubled && delivery.state().equals("parked"));
            case HELD -> (delivery, troubled) -> delivery.state().equals(troubled ? "hold" : "waiting");
        };
        await("deliveries of " + person.externalId() + ", " + expected)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    List<Delivery> deliveries = movements.deliveries(person);
                    assertThat(deliveries).hasSizeGreaterThan(first);
                    for (int i = first; i < deliveries.size(); i++) {
                        assertThat(done.test(deliveries.get(i), i == first))
                                .as("delivery %d is %s, expected %s", i, state(deliveries.get(i)), expected)
                                .isTrue();
                    }
                });
    }

    private static String state(Delivery delivery) {
        return delivery.kind() + " " + delivery.state() + " " + delivery.code() + " " + delivery.attempts();
    }

    /** Each reference once, posted, with its amount, in the order of the wallet, and with the number that the hub knows. */
    private void checkBooks(Person person, List<Recharge> recharges) {
        List<Transfer> transfers = movements.transfers(person).stream()
                .filter(transfer -> recharges.stream().anyMatch(recharge -> same(recharge.amount(), transfer.amount())))
                .toList();
        List<Booked> booked = erp.booked(person.externalId());
        assertThat(transfers).as("transfers of the wallet").hasSameSizeAs(recharges);
        assertThat(booked).as("drafts in the ERP").allMatch(Booked::posted);
        assertThat(booked.stream().map(Booked::reference))
                .as("references in the ERP, in the order of posting")
                .containsExactlyElementsOf(transfers.stream().map(Transfer::id).toList());
        for (int i = 0; i < transfers.size(); i++) {
            assertThat(booked.get(i).amount())
                    .as("amount in the ERP")
                    .isEqualByComparingTo(transfers.get(i).amount());
            assertThat(transfers.get(i).number())
                    .as("the ERP's number in the hub")
                    .isEqualTo(booked.get(i).number())
                    .isNotEmpty();
        }
    }

    private static boolean same(BigDecimal one, BigDecimal other) {
        return one.compareTo(other) == 0;
    }

    private void checkWay(Person person, int place, Expected expected) {
        List<String> attempts = movements.deliveries(person).get(place).attempts();
        if (expected.end() != End.SETTLED) {
            return; // its state says what it came to
        }
        if (expected.first().isEmpty()) {
            assertThat(attempts).as("attempts that did not end it").isEmpty();
        } else {
            assertThat(attempts).as("attempts that did not end it").isNotEmpty();
            assertThat(attempts.getFirst()).as("what the fault was taken for").isEqualTo(expected.first());
        }
    }

    /** Between the fault and the next request about the same document. */
    private void checkPause(List<Passage> met, Expected expected, String words) {
        if (expected.pause().isZero()) {
            return;
        }
        Passage fault = met.getFirst();
        Duration silence = switch (fault.trouble()) {
            case Trouble.LoseRequest lost -> erp.patience().plus(expected.pause());
            case Trouble.LoseAnswer lost -> erp.patience().plus(expected.pause());
            case Trouble.ForwardLate late -> erp.patience().plus(expected.pause());
            default -> expected.pause();
        };
        proxy.passages().stream()
                .filter(passage -> passage.at().compareTo(fault.at()) > 0)
                .filter(passage -> erp.mentions(passage, words))
                .findFirst()
                .ifPresent(next -> assertThat(next.at().minus(fault.at()))
                        .as("silence after the fault")
                        .isGreaterThanOrEqualTo(silence.minus(CLOCKS)));
    }
}
