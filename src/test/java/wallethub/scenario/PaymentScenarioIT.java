package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.embedded.standin.Callback;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.PayMode;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.embedded.standin.Signing;
import wallethub.id.TransferId;
import wallethub.ledger.Ledger;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.Transfer;
import wallethub.ledger.TransferKind;
import wallethub.money.Money;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;
import wallethub.scenario.World.Reply;

/** What a gateway can do to one recharge. */
class PaymentScenarioIT {

    private final World world = World.one();

    @AfterEach
    void allIsWell() {
        world.stripe.fault(Fault.NONE);
        world.erp.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    @DisplayName("1: success after the recharge expired is credited as paid late")
    void scenario01() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.expire(recharge.session(), Sending.ONCE);
        world.awaitState(recharge, "expired");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "paid_late");
        world.awaitBalance(recharge.person(), "5.000");
        world.awaitErp(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("3: a webhook before the create-payment response is credited once")
    void scenario03() {
        Person person = world.person();
        world.stripe.fault(Fault.of(Mode.SLOW).lasting(1_500).only(Scope.WRITES));
        int before = world.stripe.sessions().size();

        CompletableFuture<Reply> creating = CompletableFuture.supplyAsync(
                () -> world.createRecharge(person, "7.000", UUID.randomUUID().toString()));
        await().until(() -> world.stripe.sessions().size() > before);
        world.stripe.fault(Fault.NONE);
        // The newest comes first.
        world.stripe.pay(world.stripe.sessions().getFirst().path("id").asText());

        Reply created = creating.join();
        assertThat(created.status()).isEqualTo(201);
        world.awaitBalance(person, "7.000");
        world.awaitState(world.recharge(person, created), "succeeded");
    }

    @Test
    @DisplayName("3: an event whose recharge is not there yet waits for it, and is credited once")
    void scenario03Orphan() {
        Recharge recharge = world.recharge(world.person(), "7.000");
        JdbcClient database = JdbcClient.create(world.database());
        String elsewhere = recharge.reference().replace("RCH-", "RCH-AWAY-");
        rename(database, recharge.reference(), elsewhere);

        List<String> events = world.stripe.pay(recharge.session());

        try {
            await().untilAsserted(() -> assertThat(orphans(database, events)).isPositive());
            assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        } finally {
            rename(database, elsewhere, recharge.reference());
        }
        world.awaitState(recharge, "succeeded");
        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("7.000");
        assertThat(transfers(recharge.person())).isEqualTo(1);
    }

    /** The sweeper is kept from asking, so that the event alone finds its recharge. */
    private static void rename(JdbcClient database, String from, String to) {
        database.sql("update recharge_recharge set reference = :to, next_poll_at = null where reference = :from")
                .param("from", from)
                .param("to", to)
                .update();
    }

    private static int orphans(JdbcClient database, List<String> events) {
        return database.sql("""
                        select count(*) from lane_v_delivery
                        where lane = 'payments' and code = 'ORPHAN' and idem in (:events)
                        """)
                .param(
                        "events",
                        events.stream()
                                .map(event -> "payments:stripe/main/" + event)
                                .toList())
                .query(Integer.class)
                .single();
    }

    @Test
    @DisplayName("4: a create call that times out is looked up by reference, with one checkout in all")
    void scenario04() {
        Person person = world.person();
        world.stripe.fault(Fault.of(Mode.COMMIT_THEN_TIMEOUT)
                .lasting(3_000)
                .only(Scope.WRITES)
                .times(1));

        Reply created = world.createRecharge(person, "9.000", UUID.randomUUID().toString());

        assertThat(created.status()).isEqualTo(201);
        Recharge recharge = world.recharge(person, created);
        assertThat(world.stripe.sessionsFor(recharge.reference())).hasSize(1);
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(person, "9.000");
    }

    @Test
    @DisplayName("4: without any answer it is unknown; the same key goes on with it, and there is no second checkout")
    void scenario04Unknown() {
        Person person = world.person();
        world.stripe.fault(Fault.of(Mode.COMMIT_THEN_TIMEOUT).lasting(3_000));
        String key = UUID.randomUUID().toString();

        Reply first = world.createRecharge(person, "9.000", key);
        assertThat(first.status()).isEqualTo(503);
        assertThat(first.raw().headers().firstValue("Retry-After")).isPresent();
        String id = first.body().path("rechargeId").asText();
        assertThat(world.get(person, "/recharges/" + id).body().path("status").asText())
                .isEqualTo("unknown");
        world.stripe.fault(Fault.NONE);

        Reply second = world.createRecharge(person, "9.000", key);
        assertThat(second.status()).isEqualTo(201);
        Recharge recharge = world.recharge(person, second);
        assertThat(recharge.id()).isEqualTo(id);
        assertThat(world.stripe.sessionsFor(recharge.reference())).hasSize(1);
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(person, "9.000");
    }

    @Test
    @DisplayName("5: the same webhook fifty times in parallel is one transfer, and each copy is answered 200")
    void scenario05() throws Exception {
        Recharge recharge = world.recharge(world.person(), "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);

        List<Callback> copies = world.stripe
                .resend(events.subList(0, 1), Sending.ONCE.copies(50).inParallel())
                .get(30, TimeUnit.SECONDS);

        assertThat(copies)
                .hasSize(50)
                .allSatisfy(copy -> assertThat(copy.status()).isEqualTo(200));
        world.awaitState(recharge, "succeeded");
        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("5.000");
        assertThat(transfers(recharge.person())).isEqualTo(1);
        world.awaitErp(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("6: two kinds of event for one payment are one credit")
    void scenario06() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        List<String> events = world.stripe.pay(recharge.session());
        assertThat(events).hasSizeGreaterThanOrEqualTo(2);

        world.awaitState(recharge, "succeeded");
        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("5.000");
        assertThat(transfers(recharge.person())).isEqualTo(1);
    }

    @Test
    @DisplayName("7: a failure after the success changes nothing")
    void scenario07() throws Exception {
        Recharge recharge = world.recharge(world.person(), "5.000");
        List<String> failure = world.stripe.pay(recharge.session(), Payment.of(PayMode.FAIL), Sending.LOST);
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");

        world.stripe.resend(failure, Sending.ONCE).get(30, TimeUnit.SECONDS);

        world.awaitQuiet();
        assertThat(world.state(recharge)).isEqualTo("succeeded");
        assertThat(world.balance(recharge.person())).isEqualTo("5.000");
    }

    @Test
    @DisplayName("8: a success after the failure is credited")
    void scenario08() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.of(PayMode.FAIL), Sending.ONCE);
        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "succeeded");
        world.awaitBalance(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("9: authorised only is shown, and not credited")
    void scenario09() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.of(PayMode.AUTHORISE), Sending.ONCE);

        world.awaitState(recharge, "authorised");
        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        assertThat(transfers(recharge.person())).isZero();
    }

    @Test
    @DisplayName("10: a partial capture credits what was captured")
    void scenario10() {
        Recharge recharge = world.recharge(world.person(), "8.000");
        world.stripe.pay(recharge.session(), Payment.of(PayMode.PARTIAL), Sending.ONCE);

        world.awaitState(recharge, "partially_captured");
        world.awaitBalance(recharge.person(), "4.000");
        world.awaitErp(recharge.person(), "4.000");
    }

    @Test
    @DisplayName("11: a second payment for one recharge is money too, and a task for finance")
    void scenario11() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");

        world.stripe.pay(recharge.session(), Payment.of(PayMode.SECOND), Sending.ONCE);

        world.awaitBalance(recharge.person(), "10.000");
        world.awaitErp(recharge.person(), "5.000", "5.000");
        assertThat(world.state(recharge)).isEqualTo("succeeded");
        assertThat(JdbcClient.create(world.database())
                        .sql("select kind from recharge_task where recharge_id = :id")
                        .param("id", recharge.id())
                        .query(String.class)
                        .list())
                .containsExactly("UNMATCHED_CREDIT");
    }

    @Test
    @DisplayName("13: another currency is parked, always")
    void scenario13() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.FULL.in("usd"), Sending.ONCE);

        world.awaitState(recharge, "parked");
        world.awaitQuiet();
        assertThat(parkReasons(recharge)).containsExactly("CURRENCY_DIFFERS");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
    }

    @Test
    @DisplayName("15: an event of the other mode credits nothing")
    void scenario15() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.FULL.claimingLive(), Sending.ONCE);

        world.awaitState(recharge, "parked");
        world.awaitQuiet();
        assertThat(parkReasons(recharge)).containsExactly("LIVE_MODE_IN_TEST");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
    }

    @Test
    @DisplayName("16: a valid signature of one merchant is refused at another's endpoint")
    void scenario16() throws Exception {
        Recharge recharge = world.recharge(world.person(), "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);
        world.stripe.callback(world.callbackUrl("gateways/stripe/" + World.OTHER_ENDPOINT), World.FIRST_SECRET);
        try {
            List<Callback> refused = world.stripe.resend(events, Sending.ONCE).get(30, TimeUnit.SECONDS);
            assertThat(refused).allSatisfy(copy -> assertThat(copy.status()).isEqualTo(401));
            assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        } finally {
            world.stripe.callback(world.callbackUrl("gateways/stripe/" + World.ENDPOINT), World.FIRST_SECRET);
        }
        // The gateway tries again, now at its own endpoint.
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("17: an altered amount or reference is caught by the status API and parked")
    void scenario17() throws Exception {
        Recharge recharge = world.recharge(world.person(), "5.000");
        Recharge target = world.recharge(world.person(), "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);
        ObjectNode amount = world.stripe.event(events.getFirst()).deepCopy();
        amount.put("id", amount.path("id").asText() + "amount");
        ((ObjectNode) amount.at("/data/object")).put("amount", 500_000).put("amount_received", 500_000);
        ObjectNode reference = world.stripe.event(events.getFirst()).deepCopy();
        reference.put("id", reference.path("id").asText() + "reference");
        ((ObjectNode) reference.at("/data/object/metadata")).put("reference", target.reference());

        for (ObjectNode altered : List.of(amount, reference)) {
            List<Callback> taken = world.stripe
                    .sendRaw(altered.path("id").asText(), altered.toString(), Sending.ONCE)
                    .get(30, TimeUnit.SECONDS);
            assertThat(taken).allSatisfy(copy -> assertThat(copy.status()).isEqualTo(200));
        }

        world.awaitState(recharge, "parked");
        world.awaitQuiet();
        assertThat(parkReasons(recharge))
                .containsExactlyInAnyOrder("AMOUNT_DIFFERS_FROM_API", "REFERENCE_DIFFERS_FROM_API");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        assertThat(world.balance(target.person())).isEqualTo("0.000");
        assertThat(world.state(target)).isEqualTo("pending");
    }

    private List<String> parkReasons(Recharge recharge) {
        return JdbcClient.create(world.database())
                .sql("select reason from recharge_park where recharge_id = :id")
                .param("id", recharge.id())
                .query(String.class)
                .list();
    }

    @Test
    @DisplayName("18: with the status API down the webhook is taken, and credited when it is back")
    void scenario18() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.fault(Fault.of(Mode.DOWN).only(Scope.READS));

        List<String> events = world.stripe.pay(recharge.session());

        await().untilAsserted(() -> assertThat(world.stripe.callbacks(events.getFirst()))
                .allSatisfy(copy -> assertThat(copy.status()).isEqualTo(200)));
        world.awaitState(recharge, "confirming");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        Reply health = world.health("deps");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().at("/components/gateways/status").asText()).isEqualTo("DEGRADED");
        assertThat(health.body()
                        .at("/components/gateways/details/main/lastFailureCode")
                        .asText())
                .isEqualTo("HTTP_503");
        world.stripe.fault(Fault.NONE);
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("20: a forged return says nothing about money")
    void scenario20() {
        Recharge recharge = world.recharge(world.person(), "5.000");

        URI genuine = URI.create(world.stripe
                .session(recharge.session())
                .orElseThrow()
                .path("success_url")
                .asText());

        Reply back = world.send(
                recharge.person(),
                "GET",
                genuine.getRawPath() + "?" + genuine.getRawQuery() + "&status=success&paid=true",
                Map.of(),
                null);
        Reply forged = world.send(
                recharge.person(),
                "GET",
                genuine.getRawPath() + "?state=" + "0".repeat(32) + "&status=success",
                Map.of(),
                null);

        assertThat(back.status()).isEqualTo(303);
        assertThat(back.raw().headers().firstValue("Location").orElse(""))
                .startsWith("https://portal.example/done")
                .doesNotContain("success");
        assertThat(forged.status()).isEqualTo(404);
        world.awaitQuiet();
        assertThat(world.state(recharge)).isEqualTo("pending");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
    }

    @Test
    @DisplayName("48: a signature ten minutes off the clock, either way, is refused")
    void scenario48() throws Exception {
        Recharge recharge = world.recharge(world.person(), "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);

        for (Signing skewed : List.of(Signing.OLD, Signing.FUTURE)) {
            List<Callback> refused =
                    world.stripe.resend(events, Sending.ONCE.signed(skewed)).get(30, TimeUnit.SECONDS);
            assertThat(refused).allSatisfy(copy -> assertThat(copy.status()).isEqualTo(401));
        }
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
    }

    @Test
    @DisplayName("54: the minimum in force when the recharge was made is honoured")
    void scenario54() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        try {
            world.restart(Map.of(
                    "hub.recharge.limits.KWD.minimum", "6.000",
                    "hub.recharge.limits.KWD.maximum", "5000.000",
                    "hub.recharge.limits.KWD.multiple", "0.010"));
            assertThat(world.createRecharge(
                                    recharge.person(),
                                    "5.000",
                                    UUID.randomUUID().toString())
                            .body()
                            .path("code")
                            .asText())
                    .isEqualTo("AMOUNT_BELOW_MINIMUM");
            world.stripe.pay(recharge.session());
            world.awaitState(recharge, "succeeded");
            world.awaitBalance(recharge.person(), "5.000");
        } finally {
            world.restart(Map.of());
        }
    }

    @Test
    @DisplayName("55: a poison webhook is stored and answered 200, and holds up nobody")
    void scenario55() throws Exception {
        List<Callback> poison = world.stripe
                .sendRaw(
                        "evt_poison",
                        "{\"id\":\"evt_poison\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\",\"data\":7}",
                        Sending.ONCE)
                .get(30, TimeUnit.SECONDS);
        assertThat(poison).allSatisfy(copy -> assertThat(copy.status()).isEqualTo(200));
        await().untilAsserted(() -> assertThat(JdbcClient.create(world.database())
                        .sql("select state from lane_v_delivery where idem = 'payments:stripe/main/evt_poison'")
                        .query(String.class)
                        .single())
                .isEqualTo("parked"));

        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session());
        world.awaitState(recharge, "succeeded");
    }

    @Test
    @DisplayName("57: while secrets rotate, both are accepted")
    void scenario57() {
        for (String secret : List.of(World.FIRST_SECRET, World.SECOND_SECRET)) {
            world.stripe.callback(world.callbackUrl("gateways/stripe/" + World.ENDPOINT), secret);
            Recharge recharge = world.recharge(world.person(), "5.000");
            world.stripe.pay(recharge.session());
            world.awaitState(recharge, "succeeded");
        }
        world.stripe.callback(world.callbackUrl("gateways/stripe/" + World.ENDPOINT), World.FIRST_SECRET);
    }

    @Test
    @DisplayName("58: a frozen wallet is credited, and cannot spend")
    void scenario58() {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "5.000");
        Ledger ledger = world.hub().getBean(Ledger.class);
        TransactionTemplate transaction = world.hub().getBean(TransactionTemplate.class);
        RowScope.system()
                .run(() -> transaction.executeWithoutResult(
                        status -> ledger.freeze(person.customer().wallet())));

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "succeeded");
        world.awaitBalance(person, "5.000");
        Transfer payment = new Transfer(
                TransferId.next(),
                TransferKind.PAYMENT,
                person.customer().wallet(),
                Money.ofMinor(-1_000, "KWD"),
                "clearing:orders",
                "order-of-scenario-58",
                java.time.Instant.EPOCH);
        PostOutcome spending = RowScope.system().call(() -> transaction.execute(status -> ledger.post(payment)));
        assertThat(spending).isInstanceOf(PostOutcome.WalletFrozen.class);
        assertThat(world.balance(person)).isEqualTo("5.000");
    }

    @Test
    @DisplayName("60: a double click is one checkout; another key is another recharge, and both may be paid")
    void scenario60() {
        Person person = world.person();
        String key = UUID.randomUUID().toString();
        Reply first = world.createRecharge(person, "5.000", key);
        Reply again = world.createRecharge(person, "5.000", key);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).hasValue("true");
        Recharge one = world.recharge(person, first);
        assertThat(world.stripe.sessionsFor(one.reference())).hasSize(1);

        Recharge other = world.recharge(person, "5.000");
        assertThat(other.id()).isNotEqualTo(one.id());
        world.stripe.pay(one.session());
        world.stripe.pay(other.session());
        world.awaitBalance(person, "10.000");
        world.awaitErp(person, "5.000", "5.000");
        assertThat(world.state(one)).isEqualTo("succeeded");
        assertThat(world.state(other)).isEqualTo("succeeded");
    }

    private long transfers(Person person) {
        return JdbcClient.create(world.database())
                .sql("select count(*) from ledger_transfer where wallet_id = :wallet")
                .param("wallet", person.customer().wallet().text())
                .query(Long.class)
                .single();
    }
}
