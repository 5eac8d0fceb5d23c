package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.embedded.standin.Callback;
import wallethub.embedded.standin.Fault;
import wallethub.embedded.standin.Fault.Mode;
import wallethub.embedded.standin.Fault.Scope;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.scenario.World.Person;
import wallethub.scenario.World.Recharge;

/** What the way to the ERP, the database and the broker can do to a credit. */
class DeliveryScenarioIT {

    private final World world = World.one();

    @AfterEach
    void allIsWell() {
        world.erp.fault(Fault.NONE);
        world.stripe.fault(Fault.NONE);
        world.checkLedger();
    }

    @Test
    @DisplayName("35: when the ERP call times out the credit stands, and the ERP is asked before it is told again")
    void scenario35() {
        Person person = world.person();
        world.awaitQuiet();
        world.erp.fault(
                Fault.of(Mode.COMMIT_LATE).lasting(1_000).only(Scope.WRITES).times(1));
        Recharge recharge = world.recharge(person, "5.000");

        world.stripe.pay(recharge.session());

        world.awaitState(recharge, "succeeded");
        world.awaitBalance(person, "5.000");
        world.awaitErp(person, "5.000");
    }

    @Test
    @DisplayName("36: accepted by the ERP, answered with a reset: one document")
    void scenario36() {
        Person person = world.person();
        world.awaitQuiet();
        world.erp.fault(Fault.of(Mode.COMMIT_THEN_RESET).only(Scope.WRITES).times(1));
        Recharge recharge = world.recharge(person, "5.000");

        world.stripe.pay(recharge.session());

        world.awaitErp(person, "5.000");
        assertThat(world.erp.entriesOf(person.customer().externalId())).hasSize(1);
    }

    @Test
    @DisplayName("36: a draft left half-way is posted, not doubled")
    void scenario36Draft() {
        Person person = world.person();
        world.awaitQuiet();
        world.erp.fault(Fault.of(Mode.DRAFT_THEN_RESET).only(Scope.WRITES).times(1));
        Recharge recharge = world.recharge(person, "5.000");

        world.stripe.pay(recharge.session());

        world.awaitErp(person, "5.000");
        assertThat(world.erp.entriesOf(person.customer().externalId())).hasSize(1);
    }

    @Test
    @DisplayName("49: an event redelivered in the middle of its posting is one transfer")
    void scenario49() {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "5.000");
        world.stripe.fault(Fault.of(Mode.SLOW).lasting(1_500).only(Scope.READS));

        world.stripe.pay(recharge.session());
        // Another worker takes the shards over while the first one is still waiting for the status API.
        int stolen = JdbcClient.create(world.database())
                .sql(
                        "update lane_shard set epoch = epoch + 1, lease_until = '-infinity', owner = null where target = (select id from lane_target where name = 'payments')")
                .update();

        assertThat(stolen).isPositive();
        world.awaitState(recharge, "succeeded");
        world.awaitQuiet();
        assertThat(world.balance(person)).isEqualTo("5.000");
        world.awaitErp(person, "5.000");
    }

    @Test
    @DisplayName("50: when every database connection breaks while deliveries run, they go on without gap or double")
    void scenario50() {
        Person person = world.person();
        world.erp.fault(Fault.of(Mode.SLOW).lasting(400));
        for (int i = 0; i < 5; i++) {
            world.stripe.pay(world.recharge(person, "1.000").session());
        }
        world.awaitBalance(person, "5.000");
        breakConnections();

        world.awaitErp(person, "1.000", "1.000", "1.000", "1.000", "1.000");
    }

    @Test
    @DisplayName("51: the database fails over around the answer; the gateway tries again and is answered 200")
    void scenario51() throws Exception {
        Person person = world.person();
        Recharge recharge = world.recharge(person, "5.000");
        List<String> events = world.stripe.pay(recharge.session(), Payment.FULL, Sending.LOST);
        var sending = world.stripe.resend(events, Sending.ONCE.copies(20).inParallel());
        breakConnections();
        sending.get(30, TimeUnit.SECONDS);

        await().untilAsserted(() -> assertThat(events)
                .allSatisfy(event -> assertThat(world.stripe.callbacks(event))
                        .filteredOn(copy -> copy.state() != Callback.State.LOST)
                        .allSatisfy(copy -> assertThat(copy.status()).isEqualTo(200))));
        world.awaitState(recharge, "succeeded");
        world.awaitQuiet();
        assertThat(world.balance(person)).isEqualTo("5.000");
    }

    private void breakConnections() {
        List<Boolean> broken = JdbcClient.create(world.database())
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
                .query(Boolean.class)
                .list();
        assertThat(broken).isNotEmpty().contains(true);
    }
}
