package wallethub.embedded;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import wallethub.embedded.standin.Callback;
import wallethub.embedded.standin.Sending;
import wallethub.embedded.standin.Signing;
import wallethub.testing.Folders;

/**
 * {@code ./hub demo}: the hub's main job, played once on a fresh set of everything. Every line is checked; the process ends
 * with 0 only when all of them are true.
 */
public final class Demo {

    private static final String CUSTOMER = "CRM-1001";
    private static final String MOBILE = "+96550000001";
    private static final String CURRENCY = "KWD";
    private static final int MINOR_DIGITS = 3;
    private static final String TOPIC = "wallet.events.v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> SETTINGS =
            Map.of("HUB_ERP_FEED_EVERY", "2s", "HUB_INVOICE_DEDUCTION", "full", "SPRING_QUARTZ_STARTUPDELAY", "2s");
    private static final String SHOP = "https://shop.example";

    private final EmbeddedDefault around;
    private final ErpBooks books;
    private final DemoTable table;

    private Demo(EmbeddedDefault around, DemoTable table) {
        this.around = around;
        books = ErpBooks.of(around);
        this.table = table;
    }

    /** A recharge and its checkout at the gateway. */
    private record Recharge(String id, String reference, String session) {}

    public static void main(String[] arguments) throws IOException {
        RunOptions options = RunOptions.of(arguments, ".hub/demo");
        TrytonServer.stopIn(options.directory().resolve("tryton"));
        Folders.remove(options.directory());
        boolean good = play(options);
        if (good) {
            Folders.remove(options.directory());
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean play(RunOptions options) {
        System.out.println(options.started());
        try (EmbeddedDefault around = options.start(false)) {
            HubJar jar = HubJar.built();
            Run.trainOnce(around, jar);
            System.out.println("Starting the hub ...");
            long start = System.nanoTime();
            around.startHub(jar, SETTINGS);
            System.out.printf(
                    "The hub is ready after %d ms: %s%n%n", since(start).toMillis(), around.hubUrl());
            return new Demo(around, new DemoTable(System.out)).play();
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            return false;
        }
    }

    private boolean play() {
        try {
            MirroredCustomer customer = arrives();
            try (PortalClient portal = new PortalClient(around, MOBILE)) {
                logsIn(portal);
                rechargeWithAllItLeaves(portal, customer);
                erpIsAway(portal);
                agree(portal, customer);
                anAccountantCorrects(portal);
                staffDecides(portal);
                compared();
            }
        } catch (FailedLine failed) {
            System.out.printf(
                    "%nLine %d is not true. Logs: %s (hub), %s (everything else).%n",
                    table.lines(), around.hubLog(), System.getProperty("hub.embedded.log", "target/embedded.log"));
            return false;
        }
        System.out.printf("%nAll %d lines are true.%n", table.lines());
        return true;
    }

    private MirroredCustomer arrives() {
        return line(
                "customer " + CUSTOMER + " arrives from the CRM feed and gets a wallet",
                () -> {
                    List<Callback> sent = around.crm()
                            .save(CUSTOMER, "Sample Customer", MOBILE, "ar", CURRENCY, Sending.ONCE)
                            .join();
                    require(sent.getFirst().status(), 200, "the answer to the CRM");
                    return MirroredCustomer.awaited(around, CUSTOMER);
                },
                MirroredCustomer::wallet);
    }

    private void logsIn(PortalClient portal) {
        line(
                "the customer logs in with a code by SMS and sees an empty wallet",
                () -> {
                    JsonNode wallet = portal.wallet();
                    require(wallet.at("/balance/amount").asText(), "0.000", "the balance");
                    return wallet.path("id").asText();
                },
                wallet -> wallet);
    }

    private void rechargeWithAllItLeaves(PortalClient portal, MirroredCustomer customer) {
        Recharge recharge = line(
                "recharge of 12.500 KWD with hosted checkout",
                () -> create(portal, "12.500"),
                r -> r.reference() + " / " + r.session().substring(0, 18) + "...");
        long paid = System.nanoTime();
        List<String> events =
                line("the customer pays; each signed callback is answered 200", () -> pay(recharge), List::getLast);
        lineSince(paid, "wallet credited", () -> awaitBalance(portal, "12.500"));
        JsonNode receipt = line(
                "receipt", () -> receipt(portal, recharge), r -> r.path("id").asText());
        lineSince(paid, "entry posted in the ERP, its number back at the wallet", () -> entryNumbers(portal, 1));
        lineSince(paid, "event read back from the topic " + TOPIC, () -> {
            JsonNode event = recharged(customer, 1).getFirst();
            require(
                    event.at("/data/transferId").asText(),
                    receipt.path("transferId").asText(),
                    "the event's transfer");
            return event.path("id").asText();
        });
        line(
                "the same callbacks three more times in parallel: nothing changes",
                () -> again(portal, customer, events, Signing.GOOD, 200),
                id -> id);
        line(
                "one with a bad signature: 401, nothing changes",
                () -> again(portal, customer, events, Signing.BAD, 401),
                id -> id);
    }

    private void erpIsAway(PortalClient portal) {
        line(
                "the ERP is switched off",
                () -> {
                    books.switchOff();
                    return "";
                },
                none -> none);
        creditedAtOnce(portal, "5.000", "17.500");
        creditedAtOnce(portal, "7.250", "24.750");
        line(
                "meanwhile the ERP has nothing of it and the wallet says so",
                () -> {
                    require(books.posted(CUSTOMER).size(), 1, "entries in the ERP");
                    require(portal.wallet().at("/erp/inFlight/amount").asText(), "12.250", "in flight");
                    return "12.250 KWD in flight";
                },
                seen -> seen);
        long on = System.nanoTime();
        books.switchOn();
        lineSince(on, "the ERP is switched on: its entries follow in order", () -> {
            String numbers = entryNumbers(portal, 3);
            require(erpAmounts(), List.of("12.500", "5.000", "7.250"), "the order in the ERP");
            return numbers;
        });
    }

    private void creditedAtOnce(PortalClient portal, String amount, String balance) {
        Recharge recharge = create(portal, amount);
        long paid = System.nanoTime();
        lineSince(paid, "recharge of " + amount + " KWD without the ERP: balance right at once", () -> {
            pay(recharge);
            awaitBalance(portal, balance);
            return recharge.reference();
        });
    }

    private void agree(PortalClient portal, MirroredCustomer customer) {
        line(
                "gateway = wallet = ERP",
                () -> {
                    String gateway = BigDecimal.valueOf(around.stripe().captured(CURRENCY), MINOR_DIGITS)
                            .toPlainString();
                    JsonNode wallet = portal.wallet();
                    String erp = erpAmounts().stream()
                            .map(BigDecimal::new)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .toPlainString();
                    require(wallet.at("/balance/amount").asText(), gateway, "wallet and gateway");
                    require(erp, gateway, "ERP and gateway");
                    require(wallet.at("/erp/confirmed/amount").asText(), gateway, "what the wallet knows of the ERP");
                    require(wallet.at("/erp/inFlight/amount").asText(), "0.000", "in flight");
                    require(recharged(customer, 3).size(), 3, "events of credits");
                    return gateway + " = " + wallet.at("/balance/amount").asText() + " = " + erp + " " + CURRENCY;
                },
                seen -> seen);
    }

    private void anAccountantCorrects(PortalClient portal) {
        long booked = System.nanoTime();
        lineSince(booked, "an accountant takes 0.750 KWD back in the ERP: the wallet follows", () -> {
            books.correct(CUSTOMER, new BigDecimal("-0.750"));
            awaitBalance(portal, "24.000");
            require(portal.wallet().at("/erp/confirmed/amount").asText(), "24.000", "what the wallet knows of the ERP");
            require(books.posted(CUSTOMER).size(), 4, "entries in the ERP");
            return "24.000 " + CURRENCY;
        });
    }

    private void staffDecides(PortalClient portal) {
        String announced = announced(portal);
        try (StaffDay staff = line(
                "two administrators appoint two people of finance, one of operations",
                () -> new StaffDay(around),
                people -> "password, authenticator, roles by two")) {
            aBankTransfer(portal, staff, announced);
            anInvoice(portal);
            anOrder(portal, staff);
        }
    }

    private String announced(PortalClient portal) {
        return line(
                        "the customer announces a bank transfer of 20.000 KWD",
                        () -> {
                            PortalClient.Answer answer = portal.announceTransfer("20.000", CURRENCY);
                            require(answer.status(), 201, "the answer to POST /recharges " + answer.body());
                            require(answer.body().path("status").asText(), "awaiting_confirmation", "the recharge");
                            return answer.body();
                        },
                        recharge -> recharge.path("reference").asText())
                .path("id")
                .asText();
    }

    private void aBankTransfer(PortalClient portal, StaffDay staff, String announced) {
        long confirmed = System.nanoTime();
        lineSince(confirmed, "19.500 KWD came: one confirms, may not approve it, the other does", () -> {
            String state =
                    staff.confirm(announced, "19.500", CURRENCY).path("state").asText();
            require(state, "approved", "the approval");
            return awaitBalance(portal, "43.500");
        });
        long since = System.nanoTime();
        lineSince(since, "its entry follows in the ERP", () -> entryNumbers(portal, 5));
    }

    private void anInvoice(PortalClient portal) {
        long issued = System.nanoTime();
        String number = line(
                "the ERP invoices 13.500 KWD: deducted from the wallet by itself",
                () -> {
                    String invoice = books.invoice(CUSTOMER, new BigDecimal("13.500"));
                    awaitBalance(portal, "30.000");
                    return invoice;
                },
                invoice -> invoice);
        lineSince(issued, "the ERP has the payment once, and the invoice is paid there", () -> {
            String numbers = entryNumbers(portal, 5, 6);
            require(erpAmounts().getLast(), "-13.500", "the payment in the ERP");
            awaited("invoice " + number + " is paid", () -> books.isPaid(number), true);
            return numbers;
        });
    }

    private void anOrder(PortalClient portal, StaffDay staff) {
        try (StoreClient shop = line(
                "a web shop is let in by two, and gets its token",
                () -> staff.store(around, SHOP),
                store -> "client credentials, three scopes")) {
            String order = line(
                    "the shop links its customer and creates an order of 50.000 KWD",
                    () -> {
                        require(shop.link("c-7", CUSTOMER, MOBILE).status(), 201, "the answer to PUT /customers");
                        PortalClient.Answer made = shop.order("c-7", "CUPS-1", "50.000", CURRENCY, SHOP + "/thanks");
                        require(made.status(), 201, "the answer to POST /orders " + made.body());
                        return made.body().path("id").asText();
                    },
                    id -> id);
            line(
                    "the customer's wallet cannot pay it: shortfall, and a link",
                    () -> {
                        PortalClient.Answer refused = portal.payOrder(order);
                        require(refused.status(), 409, "the answer to POST /pay " + refused.body());
                        require(refused.body().at("/shortfall/amount").asText(), "20.000", "the shortfall");
                        return refused.body().path("rechargeLink").asText();
                    },
                    link -> "20.000 KWD are missing");
            Recharge recharge = line(
                    "the link fills in a recharge of what is missing",
                    () -> rechargeFor(portal, order),
                    Recharge::reference);
            long paid = System.nanoTime();
            lineSince(paid, "paid at the gateway: credited and the order paid, in one step", () -> {
                pay(recharge);
                awaitBalance(portal, "0.000");
                awaited(
                        "the order is paid",
                        () -> shop.order(order).path("status").asText(),
                        "paid");
                return shop.order(order).path("transferId").asText();
            });
            lineSince(paid, "both follow in the ERP, once and in order", () -> {
                String numbers = entryNumbers(portal, 6, 8);
                require(erpAmounts().subList(6, 8), List.of("20.000", "-50.000"), "credit and order in the ERP");
                return numbers;
            });
        }
    }

    private Recharge rechargeFor(PortalClient portal, String order) {
        String link = portal.get("orders/" + order).body().path("rechargeLink").asText();
        String amount = portal.get(link.substring("/api/customer/v1/".length()))
                .body()
                .at("/prefill/amount/amount")
                .asText();
        return made(portal.createRechargeFor(order, amount, CURRENCY), "20.000");
    }

    private void compared() {
        line("./hub reconcile: hub and ERP compared", () -> lastLineOf("reconcile"), said -> said);
        line(
                "./hub audit verify: who did what, and nobody touched it",
                () -> lastLineOf("audit", "verify"),
                said -> said);
    }

    /** Of a command that asks the running hub, and finds nothing wrong. */
    private String lastLineOf(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--url", around.managementUrl().toString()));
        try (HubScript script =
                HubScript.start(around.hubLog().resolveSibling(words[0] + ".out"), command.toArray(String[]::new))) {
            require(script.awaitEnd(PATIENCE), 0, script.printed());
            String last = script.printed().strip();
            return last.substring(last.lastIndexOf('\n') + 1);
        }
    }

    private Recharge create(PortalClient portal, String amount) {
        return made(portal.createRecharge(amount, CURRENCY), amount);
    }

    private Recharge made(PortalClient.Answer answer, String amount) {
        require(answer.status(), 201, "the answer to POST /recharges " + answer.body());
        String reference = answer.body().path("reference").asText();
        List<JsonNode> sessions = around.stripe().sessionsFor(reference);
        require(sessions.size(), 1, "checkouts at the gateway");
        JsonNode session = sessions.getFirst();
        require(
                scaled(BigDecimal.valueOf(session.path("amount_total").asLong(), MINOR_DIGITS)),
                amount,
                "the checkout's amount");
        return new Recharge(
                answer.body().path("id").asText(), reference, session.path("id").asText());
    }

    private List<String> pay(Recharge recharge) {
        List<String> events = around.stripe().pay(recharge.session());
        await("callbacks answered")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> events.stream()
                        .flatMap(event -> around.stripe().callbacks(event).stream())
                        .allMatch(c -> c.attempts() > 0));
        events.forEach(event -> require(
                around.stripe().callbacks(event).getFirst().status(), 200, "the answer to the callback " + event));
        return events;
    }

    private String awaitBalance(PortalClient portal, String amount) {
        awaited("balance " + amount, () -> portal.wallet().at("/balance/amount").asText(), amount);
        return amount + " " + CURRENCY;
    }

    private JsonNode receipt(PortalClient portal, Recharge recharge) {
        JsonNode view = portal.get("recharges/" + recharge.id()).body();
        require(view.path("status").asText(), "succeeded", "the recharge");
        PortalClient.Answer receipt =
                portal.get("receipts/" + view.path("receiptId").asText());
        require(receipt.status(), 200, "the answer to GET /receipts");
        require(receipt.body().at("/amount/amount").asText(), "12.500", "the receipt's amount");
        return receipt.body();
    }

    /** Waits until the ERP has so many entries and the wallet knows of all of them. */
    private String entryNumbers(PortalClient portal, int count) {
        return entryNumbers(portal, 0, count);
    }

    /** The same; those before are known already. */
    private String entryNumbers(PortalClient portal, int before, int count) {
        awaited("entries in the ERP", () -> books.posted(CUSTOMER).size(), count);
        awaited("in flight", () -> portal.wallet().at("/erp/inFlight/amount").asText(), "0.000");
        List<String> numbers = books.posted(CUSTOMER).stream()
                .skip(before)
                .map(booked -> String.valueOf(booked.number()))
                .toList();
        return String.join(", ", numbers);
    }

    private List<String> erpAmounts() {
        return books.posted(CUSTOMER).stream()
                .map(booked -> scaled(booked.amount()))
                .toList();
    }

    /** The credits in the topic, in order, each once or more; a repeated one counts once, as it does for its readers. */
    private List<JsonNode> recharged(MirroredCustomer customer, int count) {
        List<JsonNode> events = new ArrayList<>();
        awaited(
                "events in the topic",
                () -> {
                    events.clear();
                    for (TopicReader.Read read : TopicReader.all(around.brokers(), TOPIC)) {
                        JsonNode event = tree(read.value());
                        boolean known =
                                events.stream().anyMatch(e -> e.path("id").equals(event.path("id")));
                        if (event.path("type").asText().contains("recharge.succeeded") && !known) {
                            require(read.key(), customer.wallet(), "the key of the event");
                            events.add(event);
                        }
                    }
                    return events.size();
                },
                count);
        return events;
    }

    private String again(PortalClient portal, MirroredCustomer customer, List<String> events, Signing how, int status) {
        int copies = how == Signing.GOOD ? 3 : 1;
        List<String> sent = how == Signing.GOOD ? events : events.subList(0, 1);
        List<Callback> answers = around.stripe()
                .resend(sent, Sending.ONCE.copies(copies).inParallel().signed(how))
                .join();
        answers.forEach(answer -> require(answer.status(), status, "the answer to the callback"));
        await("nothing changes")
                .during(Duration.ofSeconds(1))
                .atMost(PATIENCE)
                .until(() -> portal.wallet().at("/balance/amount").asText().equals("12.500") && books.documents() == 1);
        require(recharged(customer, 1).size(), 1, "events of credits");
        return answers.size() + " x " + status;
    }

    private <T> T line(String what, Supplier<T> step, Function<T, String> number) {
        return line(System.nanoTime(), what, step, number);
    }

    private void lineSince(long start, String what, Supplier<String> step) {
        line(start, what, step, seen -> seen);
    }

    private <T> T line(long start, String what, Supplier<T> step, Function<T, String> number) {
        try {
            T seen = step.get();
            table.ok(what, since(start), number.apply(seen));
            return seen;
        } catch (ConditionTimeoutException | IllegalStateException | UncheckedIOException e) {
            table.failed(what, String.valueOf(e.getMessage()));
            throw new FailedLine(e);
        }
    }

    private static <T> void awaited(String what, Supplier<T> seen, T wanted) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(seen::get, wanted::equals);
    }

    private static void require(@Nullable Object seen, Object wanted, String what) {
        if (!wanted.equals(seen)) {
            throw new IllegalStateException(what + ": expected " + wanted + ", saw " + seen);
        }
    }

    private static String scaled(BigDecimal amount) {
        return amount.setScale(MINOR_DIGITS, RoundingMode.UNNECESSARY).toPlainString();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that is no JSON: " + json, e);
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends the play after a line that is not true; the table has told why. */
    private static final class FailedLine extends RuntimeException {
        FailedLine(Throwable cause) {
            super(cause);
        }
    }
}
