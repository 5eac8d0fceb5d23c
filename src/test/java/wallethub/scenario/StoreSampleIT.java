package wallethub.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StoreScope;
import wallethub.scenario.World.Person;
import wallethub.testing.StoreLogin;

/** {@code samples/store/shop} against a running hub: what it prints, and what both sides have after it. */
class StoreSampleIT {

    private static final Path SCRIPT = Path.of("samples/store/shop");

    private final World world = World.one();
    private final JdbcClient behind = JdbcClient.create(world.database());

    @TempDir
    private Path directory;

    @AfterEach
    void booksAgree() {
        world.checkLedger();
    }

    @Test
    void aShopSellsTakesBackHoldsAndRescues() throws Exception {
        Person person = world.person();
        StoreLogin store = StoreLogin.of(behind, StoreScope.values());

        String printed = plays(person, store, store.clientSecret(behind));

        assertThat(printed)
                .contains(
                        "refused: 403 FORBIDDEN",
                        "the wallet lacks 12.500 KWD: /api/customer/v1/recharge-options?forShortfall=12.500&forOrder=ord_",
                        "refused: 409 REFERENCE_REUSED",
                        "paid: trf_",
                        "refused: 409 STATE_CONFLICT",
                        "order B is cancelled",
                        "REFUND_EXCEEDS_AVAILABLE",
                        "order A is refunded: 12.500 KWD",
                        "INSUFFICIENT_FUNDS",
                        "captured: 3.000 KWD, 5.000 still held",
                        "hold is released, 0.000 still held",
                        "AMOUNT_ABOVE_MAXIMUM",
                        "order C is paid");
        assertThat(world.balance(person)).isEqualTo("9.500");
        world.awaitErp(person, "12.500", "12.500", "2.500", "10.000", "3.000", "4.000", "4.000");
        assertThat(behind.sql("select state from checkout_order where store_id = :store")
                        .param("store", store.id().text())
                        .query(String.class)
                        .list())
                .hasSize(3);
    }

    private String plays(Person person, StoreLogin store, String clientSecret) throws Exception {
        ProcessBuilder script = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
        Path output = directory.resolve("printed");
        script.redirectOutput(output.toFile());
        script.environment()
                .putAll(Map.of(
                        "HUB_URL", world.url().toString(),
                        "STORE_ID", store.id().text(),
                        "STORE_API_KEY", store.key(),
                        "STORE_CLIENT_SECRET", clientSecret,
                        "CUSTOMER_NUMBER", person.customer().externalId(),
                        "CUSTOMER_MOBILE", person.customer().mobile(),
                        "CUSTOMER_TOKEN", world.token(person),
                        "GATEWAY_SWITCH", world.stripe.url() + "/__switch",
                        "PATIENCE", "40"));
        Process process = script.start();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
