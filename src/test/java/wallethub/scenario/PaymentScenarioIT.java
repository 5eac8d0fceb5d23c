package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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
    @DisplayName("2: success after the customer cancelled is credited and recorded as late")
    void scenario02() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        assertThat(world.send(
                                recharge.person(),
                                "POST",
                                "/api/customer/v1/recharges/" + recharge.id() + "/cancel",
                                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                                null)
                        .status())
                .isEqualTo(200);
        assertThat(world.state(recharge)).isEqualTo("cancelled");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "paid_late");
        world.awaitBalance(recharge.person(), "5.000");
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
        world.stripe.pay(world.stripe.sessions().getLast().path("id").asText());

        Reply created = creating.join();
        assertThat(created.status()).isEqualTo(201);
        world.awaitBalance(person, "7.000");
        world.awaitState(world.recharge(person, created), "succeeded");
    }

    @Test
    @DisplayName("4: a create call that times out is resolved by reference, with one checkout in all")
    void scenario04() {
        Person person = world.person();
        world.stripe.fault(Fault.of(Mode.COMMIT_THEN_TIMEOUT).lasting(4_000).only(Scope.WRITES));
        int before = world.stripe.sessions().size();
        String key = UUID.randomUUID().toString();

        Reply first = world.createRecharge(person, "9.000", key);
        assertThat(first.status()).isIn(201, 503, 504);
        world.stripe.fault(Fault.NONE);

        Reply second = await().atMost(Duration.ofSeconds(90))
                .until(() -> world.createRecharge(person, "9.000", key), reply -> reply.status() == 201);
        assertThat(world.stripe.sessions().size()).isEqualTo(before + 1);
        Recharge recharge = world.recharge(person, second);
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
    }

    @Test
    @DisplayName("13: another currency is parked, always")
    void scenario13() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.FULL.in("usd"), Sending.ONCE);

        world.awaitState(recharge, "parked");
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
    }

    @Test
    @DisplayName("15: an event of the other mode credits nothing")
    void scenario15() {
        Recharge recharge = world.recharge(world.person(), "5.000");
        world.stripe.pay(recharge.session(), Payment.FULL.claimingLive(), Sending.ONCE);

        world.awaitQuiet();
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
        assertThat(world.state(recharge)).isNotEqualTo("succeeded");
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
        } finally {
            world.stripe.callback(world.callbackUrl("gateways/stripe/" + World.ENDPOINT), World.FIRST_SECRET);
        }
        assertThat(world.balance(recharge.person())).isEqualTo("0.000");
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
        world.stripe.fault(Fault.NONE);
        world.awaitState(recharge, "succeeded");
        world.awaitBalance(recharge.person(), "5.000");
    }

    @Test
    @DisplayName("20: a forged return says nothing about money")
    void scenario20() {
        Recharge recharge = world.recharge(world.person(), "5.000");

        Reply back = world.send(
                recharge.person(),
                "GET",
                "/return/" + recharge.reference() + "?status=success&paid=true",
                Map.of(),
                null);

        assertThat(back.status()).isIn(302, 303);
        assertThat(back.raw().headers().firstValue("Location").orElse("")).startsWith("https://portal.example/");
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
        world.restart(Map.of("hub.recharge.limits.KWD.minimum", "6.000"));
        try {
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
        transaction.executeWithoutResult(
                status -> ledger.freeze(person.customer().wallet()));

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "succeeded");
        world.awaitBalance(person, "5.000");
        PostOutcome spending = transaction.execute(status -> ledger.post(new Transfer(
                TransferId.next(),
                TransferKind.PAYMENT,
                person.customer().wallet(),
                Money.ofMinor(-1_000, "KWD"),
                "clearing:orders",
                "order-of-scenario-58",
                java.time.Instant.EPOCH)));
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
    }

    private long transfers(Person person) {
        return JdbcClient.create(world.database())
                .sql("select count(*) from ledger_transfer where wallet_id = :wallet")
                .param("wallet", person.customer().wallet().text())
                .query(Long.class)
                .single();
    }
}
