package wallethub.drill;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import wallethub.embedded.EmbeddedDefault;
import wallethub.embedded.MirroredCustomer;
import wallethub.embedded.PortalClient;
import wallethub.embedded.standin.Payment;
import wallethub.embedded.standin.Sending;
import wallethub.money.Money;

/** Customers who recharge whatever happens: a portal that tries again with the same key, a gateway that doubles callbacks. */
final class Shoppers {

    private static final int COUNT = 4;
    private static final String CURRENCY = "KWD";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** One customer of the drill. */
    record Shopper(String externalId, PortalClient portal) {}

    /** A recharge that the gateway captured. */
    record Purchase(Shopper shopper, String rechargeId, Money amount) {}

    private final EmbeddedDefault around;
    private final Random random;
    private final List<Shopper> people;
    private final List<Purchase> purchases = new CopyOnWriteArrayList<>();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

    private Shoppers(EmbeddedDefault around, Random random, List<Shopper> people) {
        this.around = around;
        this.random = random;
        this.people = people;
    }

    static Shoppers arrive(EmbeddedDefault around, Random random) {
        List<Shopper> people = new ArrayList<>();
        for (int i = 1; i <= COUNT; i++) {
            String externalId = "DRILL-" + i;
            String mobile = "+9655000000" + i;
            around.crm()
                    .save(externalId, "Shopper " + i, mobile, "en", CURRENCY, Sending.ONCE)
                    .join();
            MirroredCustomer.awaited(around, externalId);
            PortalClient portal = new PortalClient(around, mobile);
            // Logged in before the first kill: from then on nothing but recharges meets the named points.
            portal.wallet();
            people.add(new Shopper(externalId, portal));
        }
        return new Shoppers(around, random, List.copyOf(people));
    }

    List<Shopper> people() {
        return people;
    }

    List<Purchase> purchases() {
        return purchases;
    }

    /** Recharges side by side; completes when the gateway has captured all of them. */
    CompletableFuture<List<Purchase>> shop(int count) {
        List<CompletableFuture<Purchase>> running = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Drawn here, on one thread, so that the seed alone decides.
            Shopper shopper = people.get(random.nextInt(people.size()));
            Money amount = Money.ofMinor(1_000 + 10L * random.nextInt(2_000), CURRENCY);
            int copies = 1 + random.nextInt(3);
            String key = new UUID(random.nextLong(), random.nextLong()).toString();
            running.add(CompletableFuture.supplyAsync(() -> buy(shopper, amount, key, copies), threads));
        }
        return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .thenApply(done -> running.stream().map(CompletableFuture::join).toList());
    }

    private Purchase buy(Shopper shopper, Money amount, String key, int copies) {
        PortalClient.Answer created = created(shopper, amount, key);
        String session = around.stripe()
                .sessionsFor(created.body().path("reference").asText())
                .getFirst()
                .path("id")
                .asText();
        around.stripe().pay(session, Payment.FULL, Sending.ONCE.copies(copies).inParallel());
        Purchase purchase = new Purchase(shopper, created.body().path("id").asText(), amount);
        purchases.add(purchase);
        return purchase;
    }

    private static PortalClient.Answer created(Shopper shopper, Money amount, String key) {
        return await("a checkout for " + key)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                // The hub is down now and then, also in the middle of a login.
                .ignoreExceptionsInstanceOf(RuntimeException.class)
                .until(
                        () -> shopper.portal().createRecharge(amount.amount(), CURRENCY, key),
                        answer -> answer.status() == 201);
    }
}
