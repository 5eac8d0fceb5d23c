package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.checkout.CheckoutFixture.caller;
import static wallethub.checkout.CheckoutFixture.holdJson;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.testing.AtOnce;
import wallethub.testing.CustomerRow;

/** Money that wallets keep for stores: placed, taken in parts, let go, expired. */
class StoreHoldTests {

    private static final CheckoutFixture HUB = new CheckoutFixture();
    private final StoreId store = HUB.store();

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void oneReferenceIsOneHoldForEver() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String json = holdJson(ann, "H-1", "12.500");

        List<Reply> replies = AtOnce.run(100, n -> HUB.post(caller(store), "place-hold", "/holds", json));
        Reply other = HUB.post(caller(store), "place-hold", "/holds", holdJson(ann, "H-1", "12.000"));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies)
                .extracting(reply -> reply.text("/id"))
                .containsOnly(replies.getFirst().text("/id"));
        assertThat(other.code()).isEqualTo("REFERENCE_REUSED");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
        assertThat(HUB.available(ann)).isEqualTo("7.500");
    }

    @Test
    void aHundredHoldsAgainstMoneyForSixtyHoldSixty() {
        CustomerRow ann = HUB.customer(store, "60.000");

        List<Reply> replies =
                AtOnce.run(100, n -> HUB.post(caller(store), "place-hold", "/holds", holdJson(ann, "S-" + n, "1.000")));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(60);
        assertThat(replies.stream().filter(reply -> reply.status() != 201))
                .extracting(Reply::code)
                .containsOnly("INSUFFICIENT_FUNDS");
        assertThat(HUB.available(ann)).isEqualTo("0.000");
    }

    @Test
    void aStoreIsNotToldHowMuchThereIs() {
        CustomerRow ann = HUB.customer(store, "3.000");

        Reply refused = HUB.post(caller(store), "place-hold", "/holds", holdJson(ann, "T-1", "4.000"));

        assertThat(refused.code()).isEqualTo("INSUFFICIENT_FUNDS");
        assertThat(refused.body().has("shortfall")).isFalse();
        assertThat(refused.body().toString()).doesNotContain("3.000").doesNotContain("1.000");
        assertThat(HUB.available(ann)).isEqualTo("3.000");
    }

    @Test
    void isTakenInPartsAndTheRestGoesBack() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String hold = HUB.hold(store, ann, "12.500");

        Reply first = HUB.capture(store, hold, "C-1", "2.500", true);
        Reply same = HUB.capture(store, hold, "C-1", "2.500", true);
        Reply other = HUB.capture(store, hold, "C-1", "2.500", false);
        Reply above = HUB.capture(store, hold, "C-2", "10.001", false);
        Reply last = HUB.capture(store, hold, "C-3", "4.000", false);
        Reply after = HUB.capture(store, hold, "C-4", "1.000", false);

        assertThat(first.status()).as(first.body().toString()).isEqualTo(201);
        assertThat(first.text("/status")).isEqualTo("open");
        assertThat(first.amount("/held")).isEqualTo("10.000");
        assertThat(same.status()).isEqualTo(200);
        assertThat(other.code()).isEqualTo("REFERENCE_REUSED");
        assertThat(above.code()).isEqualTo("AMOUNT_ABOVE_MAXIMUM");
        assertThat(above.amount("/limit")).isEqualTo("10.000");
        assertThat(last.text("/status")).isEqualTo("captured");
        assertThat(last.amount("/captured")).isEqualTo("6.500");
        assertThat(last.amount("/held")).isEqualTo("0.000");
        assertThat(after.text("/state")).isEqualTo("captured");
        assertThat(HUB.release(store, hold).text("/state")).isEqualTo("captured");
        assertThat(HUB.balance(ann)).isEqualTo("13.500");
        assertThat(HUB.available(ann)).isEqualTo("13.500");
        assertThat(HUB.events(ann)).containsExactly("hold.captured", "hold.captured");
    }

    @Test
    void aHundredCapturesTakeNoMoreThanIsHeld() {
        CustomerRow ann = HUB.customer(store, "100.000");
        String hold = HUB.hold(store, ann, "60.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.capture(store, hold, "C-" + n, "1.000", true));

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(60);
        assertThat(replies.stream().filter(reply -> reply.status() != 201))
                .extracting(Reply::code)
                .containsOnly("STATE_CONFLICT");
        assertThat(HUB.balance(ann)).isEqualTo("40.000");
        assertThat(HUB.available(ann)).isEqualTo("40.000");
    }

    @Test
    void aHundredRequestsForOneCaptureTakeItOnce() {
        CustomerRow ann = HUB.customer(store, "100.000");
        String hold = HUB.hold(store, ann, "60.000");

        List<Reply> replies = AtOnce.run(100, n -> HUB.capture(store, hold, "C-1", "1.000", true));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
        assertThat(HUB.balance(ann)).isEqualTo("99.000");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ofACaptureAReleaseAndTheEndOfItsTimeOneWins(long seed) {
        CustomerRow ann = HUB.customer(store, "20.000");
        Random random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < 10; round++) {
            String hold = HUB.hold(store, ann, "1.000");
            List<String> asking = new ArrayList<>(List.of("captured", "captured again", "released", "expired"));
            Collections.shuffle(asking, random);
            List<Boolean> won = AtOnce.run(asking.size(), n -> switch (asking.get(n)) {
                case "captured" ->
                    HUB.capture(store, hold, "C-1", "1.000", false).status() == 201;
                case "captured again" ->
                    HUB.capture(store, hold, "C-2", "1.000", false).status() == 201;
                case "released" -> HUB.release(store, hold).status() == 200;
                default -> {
                    HUB.clock.advance(Duration.ofHours(1));
                    HUB.run("expire-holds", "checkout-holds");
                    yield false;
                }
            });
            String status = get(hold).text("/status");
            List<String> winners = IntStream.range(0, won.size())
                    .filter(won::get)
                    .mapToObj(asking::get)
                    .map(who -> who.replace(" again", ""))
                    .toList();
            assertThat(winners).isEqualTo(status.equals("expired") ? List.of() : List.of(status));
            taken += status.equals("captured") ? 1 : 0;
        }
        assertThat(HUB.wallet(ann).balance().minorUnits()).isEqualTo(20_000L - 1_000L * taken);
        assertThat(HUB.wallet(ann).held().isZero()).isTrue();
        assertThat(HUB.events(ann)).hasSize(taken);
    }

    static LongStream seeds() {
        return LongStream.range(1, 9);
    }

    private Reply get(String hold) {
        return HUB.get(caller(store), "get-store-hold", "/holds/" + hold);
    }

    @Test
    void whatIsLetGoIsTheCustomersAgainAndIsTakenNoMore() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String hold = HUB.hold(store, ann, "12.500");

        Reply released = HUB.release(store, hold);

        assertThat(released.text("/status")).isEqualTo("released");
        assertThat(HUB.release(store, hold).status()).isEqualTo(200);
        assertThat(HUB.capture(store, hold, "C-1", "1.000", false).text("/state"))
                .isEqualTo("released");
        assertThat(HUB.available(ann)).isEqualTo("20.000");
        assertThat(HUB.events(ann)).isEmpty();
    }

    @Test
    void aHoldWhoseTimeIsOverIsNotTakenAndTheScheduleGivesItBack() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String hold = HUB.hold(store, ann, "12.500");
        HUB.clock.advance(Duration.ofHours(1));

        assertThat(get(hold).text("/status")).isEqualTo("expired");
        assertThat(HUB.capture(store, hold, "C-1", "1.000", false).text("/state"))
                .isEqualTo("expired");
        assertThat(HUB.available(ann)).isEqualTo("7.500");
        assertThat(HUB.runs("expire-holds", "checkout-holds")).isPositive();
        assertThat(HUB.runs("expire-holds", "checkout-holds")).isZero();

        assertThat(HUB.available(ann)).isEqualTo("20.000");
        assertThat(HUB.capture(store, hold, "C-1", "1.000", false).text("/state"))
                .isEqualTo("expired");
        assertThat(HUB.release(store, hold).text("/state")).isEqualTo("expired");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void aFrozenWalletPromisesAndPaysNothing() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String hold = HUB.hold(store, ann, "12.500");
        HUB.freeze(ann);

        assertThat(HUB.capture(store, hold, "C-1", "1.000", true).code()).isEqualTo("WALLET_FROZEN");
        assertThat(HUB.post(caller(store), "place-hold", "/holds", holdJson(ann, "F-1", "1.000"))
                        .code())
                .isEqualTo("WALLET_FROZEN");
        assertThat(HUB.release(store, hold).text("/status")).isEqualTo("released");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void anotherStoresHoldIsNotThere() {
        CustomerRow ann = HUB.customer(store, "20.000");
        StoreId other = HUB.store();
        String hold = HUB.hold(store, ann, "12.500");

        assertThat(List.of(
                        HUB.get(caller(other), "get-store-hold", "/holds/" + hold),
                        HUB.capture(other, hold, "C-1", "1.000", false),
                        HUB.release(other, hold)))
                .extracting(Reply::status)
                .containsOnly(404);
        assertThat(HUB.available(ann)).isEqualTo("7.500");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
    }

    @Test
    void aCaptureThatTheErpRefusesComesBackAndItsStoreSeesIt() {
        CustomerRow ann = HUB.customer(store, "20.000");
        String hold = HUB.hold(store, ann, "12.500");
        TransferId capture =
                new TransferId(HUB.capture(store, hold, "C-1", "12.500", false).text("/captures/0/transferId"));

        assertThat(HUB.refused(capture).code()).isEqualTo("TAKEN_BACK");

        Reply shown = get(hold);
        assertThat(shown.text("/status")).isEqualTo("captured");
        assertThat(shown.text("/captures/0/reversalTransferId")).startsWith("trf_");
        assertThat(HUB.balance(ann)).isEqualTo("20.000");
        assertThat(HUB.events(ann)).containsExactly("hold.captured", "payment.reversed");
    }
}
