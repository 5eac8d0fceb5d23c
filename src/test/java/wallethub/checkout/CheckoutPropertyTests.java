package wallethub.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.checkout.CheckoutFixture.caller;
import static wallethub.checkout.CheckoutFixture.holdJson;
import static wallethub.checkout.CheckoutFixture.orderJson;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wallethub.checkout.CheckoutFixture.Reply;
import wallethub.checkout.CheckoutModel.Account;
import wallethub.checkout.CheckoutModel.Promise;
import wallethub.checkout.CheckoutModel.Purchase;
import wallethub.id.StoreId;
import wallethub.id.TransferId;
import wallethub.ledger.Wallet;
import wallethub.mapping.Mappings;
import wallethub.mapping.Outcome;
import wallethub.money.Money;
import wallethub.testing.CustomerRow;

/**
 * Random lives of a store and three customers, played on the hub and on a model side by side: each answer is the model's, and
 * so is every wallet and every order after it. Few customers, few references and small amounts, so that repetitions and refusals
 * are as common as successes. The same seed plays the same life.
 */
class CheckoutPropertyTests {

    private static final int STEPS = 60;
    private static final int MOST_THINGS = 8;
    private static final CheckoutFixture HUB = new CheckoutFixture();

    static LongStream seeds() {
        return LongStream.range(1, 31);
    }

    @AfterAll
    static void close() {
        HUB.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyHistoryIsTheModels(long seed) {
        new Life(seed).play();
    }

    private static final class Life {

        private final SplittableRandom random;
        private final CheckoutModel model = new CheckoutModel();
        private final StoreId store = HUB.store();
        private final List<CustomerRow> customers = new ArrayList<>();
        private final List<Account> accounts = new ArrayList<>();
        private final List<String> orders = new ArrayList<>();
        private final List<String> holds = new ArrayList<>();
        private final ZoneId zone = HUB.context.getBean(Mappings.class).businessZone();

        Life(long seed) {
            random = new SplittableRandom(seed);
            for (int i = 0; i < 3; i++) {
                customers.add(HUB.customer(store, "10.000"));
                Account account = new Account();
                account.balance = 10_000;
                accounts.add(account);
            }
            order();
            hold();
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                String what = step();
                compare(step + ": " + what);
            }
        }

        private String step() {
            return switch (random.nextInt(17)) {
                case 0 -> order();
                case 1, 2, 3 -> pay();
                case 4 -> cancel();
                case 5, 6 -> refund();
                case 7 -> word();
                case 8 -> settle();
                case 9 -> rescue();
                case 10 -> reverse();
                case 11 -> hold();
                case 12, 13 -> capture();
                case 14 -> release();
                case 15 -> recharge();
                default -> time();
            };
        }

        private String order() {
            if (orders.size() == MOST_THINGS) {
                return freeze();
            }
            int who = random.nextInt(3);
            long amount = amount();
            String json = orderJson(customers.get(who), "A-" + orders.size(), text(amount));
            Reply made = HUB.post(caller(store), "create-order", "/orders", json);
            assertThat(made.status()).isEqualTo(201);
            orders.add(made.text("/id"));
            model.order(accounts.get(who), amount, HUB.clock.instant().plus(Duration.ofHours(1)));
            return "order";
        }

        private String freeze() {
            int who = random.nextInt(3);
            boolean frozen = random.nextInt(3) == 0;
            HUB.inSystem(() -> {
                if (frozen) {
                    HUB.ledger.freeze(customers.get(who).wallet());
                } else {
                    HUB.ledger.unfreeze(customers.get(who).wallet());
                }
                return who;
            });
            accounts.get(who).frozen = frozen;
            return "freeze";
        }

        private String pay() {
            int n = random.nextInt(orders.size());
            CustomerRow owner = owner(model.purchases.get(n).account);
            return same("pay", HUB.pay(owner, orders.get(n)), model.pay(model.purchases.get(n), HUB.clock.instant()));
        }

        private CustomerRow owner(Account account) {
            return customers.get(accounts.indexOf(account));
        }

        private String cancel() {
            int n = random.nextInt(orders.size());
            return same(
                    "cancel",
                    HUB.cancel(store, orders.get(n)),
                    model.cancel(model.purchases.get(n), HUB.clock.instant()));
        }

        private String refund() {
            int n = random.nextInt(orders.size());
            String reference = "R-" + random.nextInt(4);
            long amount = amount();
            return same(
                    "refund",
                    HUB.refund(store, orders.get(n), reference, text(amount)),
                    model.refund(model.purchases.get(n), reference, amount));
        }

        /** The ERP's, on a payment that there is. */
        private String word() {
            int n = random.nextInt(orders.size());
            Purchase order = model.purchases.get(n);
            String payment = HUB.shown(store, orders.get(n)).text("/transferId");
            if (payment.isEmpty()) {
                return "no word";
            }
            if (random.nextInt(3) > 0) {
                HUB.settled(new TransferId(payment), Outcome.SUCCESS);
                if (!order.state.equals("rejected")) {
                    model.confirm(order);
                }
            } else {
                HUB.refused(new TransferId(payment));
                model.refuse(order);
            }
            return "word";
        }

        private String settle() {
            HUB.run("settle-refunds", "checkout-refunds");
            model.settle();
            return "settle";
        }

        private String rescue() {
            int n = random.nextInt(orders.size());
            long amount = amount();
            String day = LocalDate.ofInstant(HUB.clock.instant(), zone).toString();
            return same(
                    "rescue",
                    HUB.rescue(store, orders.get(n), text(amount)),
                    model.rescue(model.purchases.get(n), amount, day));
        }

        private String reverse() {
            int n = random.nextInt(orders.size());
            return same("reverse", HUB.reverse(store, orders.get(n)), model.reverse(model.purchases.get(n)));
        }

        private String hold() {
            if (holds.size() == MOST_THINGS) {
                return freeze();
            }
            int who = random.nextInt(3);
            long amount = amount();
            String json = holdJson(customers.get(who), "H-" + model.promises.size(), text(amount));
            Reply reply = HUB.post(caller(store), "place-hold", "/holds", json);
            String expected =
                    model.hold(accounts.get(who), amount, HUB.clock.instant().plus(Duration.ofHours(1)));
            if (reply.status() == 201) {
                holds.add(reply.text("/id"));
            }
            return same("hold", reply, expected);
        }

        private String capture() {
            if (holds.isEmpty()) {
                return "no hold";
            }
            int n = random.nextInt(holds.size());
            String reference = "C-" + random.nextInt(4);
            long amount = amount();
            boolean keepRest = random.nextBoolean();
            return same(
                    "capture",
                    HUB.capture(store, holds.get(n), reference, text(amount), keepRest),
                    model.capture(model.promises.get(n), reference, amount, keepRest, HUB.clock.instant()));
        }

        private String release() {
            if (holds.isEmpty()) {
                return "no hold";
            }
            int n = random.nextInt(holds.size());
            return same("release", HUB.release(store, holds.get(n)), model.release(model.promises.get(n)));
        }

        private String recharge() {
            int n = random.nextInt(orders.size());
            Purchase order = model.purchases.get(n);
            long amount = amount();
            String reference = HUB.recharge(owner(order.account), text(amount), orders.get(n));
            HUB.captured(reference, text(amount), text(amount));
            model.recharged(order, amount, HUB.clock.instant());
            return "recharge";
        }

        private String time() {
            HUB.clock.advance(Duration.ofMinutes(random.nextInt(40)));
            if (random.nextBoolean()) {
                HUB.run("expire-orders", "checkout-orders");
                HUB.run("expire-holds", "checkout-holds");
                model.expire(HUB.clock.instant());
            }
            return "time";
        }

        /** Amounts repeat, so that a reference comes back with the same content now and then. */
        private long amount() {
            return 1_000L + 1_500L * random.nextInt(4);
        }

        private static String text(long minor) {
            return new Money(minor, CheckoutFixture.KWD).amount();
        }

        private static String same(String what, Reply reply, String expected) {
            assertThat(reply.status() < 300 ? Integer.toString(reply.status()) : reply.code())
                    .as(what + " " + reply.body())
                    .isEqualTo(expected);
            return what + " " + expected;
        }

        private void compare(String step) {
            for (int i = 0; i < 3; i++) {
                Wallet wallet = HUB.wallet(customers.get(i));
                assertThat(List.of(wallet.balance().minorUnits(), wallet.held().minorUnits()))
                        .as(step)
                        .containsExactly(accounts.get(i).balance, accounts.get(i).held);
            }
            for (int n = 0; n < orders.size(); n++) {
                Purchase order = model.purchases.get(n);
                Reply shown = HUB.shown(store, orders.get(n));
                assertThat(List.of(shown.text("/status"), shown.amount("/refunded"), shown.amount("/refundWaiting")))
                        .as(step)
                        .containsExactly(
                                order.statusAt(HUB.clock.instant()), text(order.refunded), text(order.waiting));
            }
            for (int n = 0; n < holds.size(); n++) {
                Promise hold = model.promises.get(n);
                Reply shown = HUB.get(caller(store), "get-store-hold", "/holds/" + holds.get(n));
                assertThat(List.of(shown.text("/status"), shown.amount("/held"), shown.amount("/captured")))
                        .as(step)
                        .containsExactly(hold.stateAt(HUB.clock.instant()), text(hold.open), text(hold.captured));
            }
        }
    }
}
