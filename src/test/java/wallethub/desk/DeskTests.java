package wallethub.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.desk.DeskFixture.everything;
import static wallethub.desk.DeskFixture.staff;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.database.RowScope;
import wallethub.desk.DeskFixture.Owner;
import wallethub.desk.DeskFixture.Reply;
import wallethub.id.CustomerId;
import wallethub.id.SessionId;
import wallethub.id.WalletId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.ledger.TransferKind;
import wallethub.mapping.Outcome;

/** What staff see and do of customers. */
class DeskTests {

    private static final String CANARY_NAME = "Quokkaria Zanzibarini";
    private static final String CANARY_MOBILE = "+96550817263";

    private static DeskFixture desk;
    private static Owner canary;

    @BeforeAll
    static void start() {
        desk = new DeskFixture();
        canary = desk.owner("CRM-CANARY", CANARY_NAME, CANARY_MOBILE);
        desk.post(canary, TransferKind.RECHARGE, 5_000);
        desk.behind
                .sql("""
                        insert into invoice_mirror (id, customer_id, system, external_id, number, reference, state, issue_date,
                            total_minor, open_minor, currency, text, changed_at, mirrored_at)
                        values ('inv_01J00000000000000000000000', :id, 'rest', 'i', 'INV/1', '', 'open', now(), 5000, 5000,
                            'KWD', :name, now(), now())
                        """)
                .param("id", canary.id().text())
                .param("name", "Visit at " + CANARY_NAME)
                .update();
        session(canary);
    }

    @AfterAll
    static void theLedgerIsWhole() {
        desk.close();
    }

    private static SessionId session(Owner owner) {
        SessionId session = SessionId.next();
        desk.behind
                .sql("""
                        insert into login_session (id, customer_id, mobile_key, device_key, created_at, used_at,
                            idle_expires_at, expires_at)
                        values (:id, :customer, sha256('m'), sha256('d'), :at, :at, cast(:at as timestamptz) + interval '1 day',
                            cast(:at as timestamptz) + interval '1 day')
                        """)
                .param("id", session.text())
                .param("customer", owner.id().text())
                .param("at", desk.clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        return session;
    }

    @Test
    void aCustomerIsFoundByIdsByTheWholeNumberAndByWordsOfTheName() {
        Caller caller = staff(StaffPermission.CUSTOMER_VIEW);
        for (String q : List.of(
                "CRM-CANARY",
                canary.id().text(),
                canary.wallet().text(),
                CANARY_MOBILE,
                "%2B965%205081-7263",
                "%2B%D9%A9%D9%A6%D9%A5%D9%A5%D9%A0%D9%A8%D9%A1%D9%A7%D9%A2%D9%A6%D9%A3",
                "quokk",
                "ZANZIBARINI",
                "zan%20quo")) {
            Reply reply = search(caller, q.replace("+", "%2B"));
            assertThat(reply.texts("id")).as(q).containsExactly(canary.id().text());
            assertThat(reply.texts("name")).containsExactly("Q••• Z•••");
            assertThat(reply.texts("mobile")).containsExactly("+9655•••••63");
        }
    }

    @Test
    void aPartOfANumberOrOfTheMiddleOfANameFindsNobody() {
        Caller caller = staff(StaffPermission.CUSTOMER_VIEW);
        for (String q : List.of("%2B96550817", "5081726", "50817263", "uokka", "CRM-CANAR", "quokk%20nobody")) {
            Reply reply = search(caller, q);
            assertThat(reply.status()).as(q).isEqualTo(200);
            assertThat(reply.body().path("items")).as(q).isEmpty();
        }
    }

    @Test
    void aSearchWithoutThreeLettersIsRefused() {
        for (String q : List.of("qu", "a%20b%20cd", "---")) {
            assertThat(search(everything(), q).code()).as(q).isEqualTo("VALIDATION_FAILED");
        }
    }

    @Test
    void arabicNamesAreFoundInWhateverFormTheirLettersAreWritten() {
        Owner owner = desk.owner("CRM-AR", "أحمد الأنصاريّ", "+96551230001");

        assertThat(search(everything(), "احمد").texts("id"))
                .containsExactly(owner.id().text());
        assertThat(search(everything(), "الانصاري").texts("name")).containsExactly("أ••• ا•••");
    }

    @Test
    void aRenamedCustomerIsFoundByTheNewNameOnlyAndAMergedOneByTheSurvivor() {
        Owner old = desk.owner("CRM-OLD", "Persimmon Fruit", "+96551230002");
        Owner kept = desk.owner("CRM-KEPT", "Medlar Fruit", "+96551230003");
        desk.behind
                .sql("update customer_mirror set name = 'Loquat' where id = :id")
                .param("id", kept.id().text())
                .update();
        assertThat(search(everything(), "medlar").texts("id")).isEmpty();
        assertThat(search(everything(), "loquat").texts("id"))
                .containsExactly(kept.id().text());

        desk.behind
                .sql("insert into customer_alias values ('CRM-OLD', :survivor, 2, now())")
                .param("survivor", kept.id().text())
                .update();

        assertThat(search(everything(), "persimmon").texts("id")).isEmpty();
        assertThat(search(everything(), "CRM-OLD").texts("id"))
                .containsExactly(kept.id().text());
        assertThat(desk.get(everything(), "get-customer", "/customers/" + old.id())
                        .body()
                        .path("id")
                        .asText())
                .isEqualTo(kept.id().text());
    }

    @Test
    void pagesOfANameAreAllItsCustomersOnceAndACursorIsGoodForItsQueryAndItsPersonOnly() {
        for (int i = 0; i < 7; i++) {
            desk.owner("CRM-P" + i, "Tamarind" + (char) ('a' + i % 3) + " Tamarix", "+9655124000" + i);
        }
        Caller caller = everything();
        List<String> seen = new ArrayList<>();
        Reply page = desk.get(caller, "search-customers", "/customers?q=tam&size=2");
        String second = page.next();
        for (int pages = 0; pages < 10; pages++) {
            seen.addAll(page.texts("id"));
            if (page.next().isEmpty()) {
                break;
            }
            page = desk.get(caller, "search-customers", "/customers" + page.next());
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();

        assertThat(desk.get(everything(), "search-customers", "/customers" + second)
                        .status())
                .isEqualTo(422);
        assertThat(desk.get(caller, "search-customers", "/customers" + second.replace("q=tam", "q=tama"))
                        .status())
                .isEqualTo(422);
    }

    private static Reply search(Caller caller, String q) {
        return desk.get(caller, "search-customers", "/customers?q=" + q);
    }

    /** Every answer of the desk but one, and every operation of the desk is asked. */
    @Test
    void noAnswerToStaffHasANameOrANumberInIt() {
        Caller caller = everything();
        String customer = "/customers/" + canary.id();
        String wallet = "/wallets/" + canary.wallet();
        Map<String, Reply> answers = Map.ofEntries(
                Map.entry("searchCustomers", search(caller, "CRM-CANARY")),
                Map.entry("getCustomer", desk.get(caller, "get-customer", customer)),
                Map.entry("getCustomerOverview", desk.get(caller, "get-customer-overview", customer + "/overview")),
                Map.entry("listCustomerSessions", desk.get(caller, "list-customer-sessions", customer + "/sessions")),
                Map.entry("listWallets", desk.get(caller, "list-wallets", "/wallets?size=100")),
                Map.entry("getWalletAsStaff", desk.get(caller, "get-wallet-as-staff", wallet)),
                Map.entry(
                        "listWalletTransactions",
                        desk.get(caller, "list-wallet-transactions", wallet + "/transactions")),
                Map.entry(
                        "listAllTransactions",
                        desk.get(caller, "list-all-transactions", "/transactions?customerId=" + canary.id())),
                Map.entry("freezeWallet", desk.post(caller, "freeze-wallet", wallet + "/freeze", "a suspicion")),
                Map.entry(
                        "unfreezeWallet",
                        desk.post(everything(), "unfreeze-wallet", wallet + "/unfreeze", "it is over")),
                Map.entry(
                        "endCustomerSession",
                        desk.delete(caller, "end-customer-session", customer + "/sessions/" + session(canary))),
                Map.entry("endCustomerSessions", desk.delete(caller, "end-customer-sessions", customer + "/sessions")));

        assertThat(Stream.concat(answers.keySet().stream(), Stream.of("unmaskCustomer")))
                .containsExactlyInAnyOrderElementsOf(DeskFixture.OPERATIONS);
        answers.forEach((operation, reply) -> {
            assertThat(reply.status()).as(operation).isIn(200, 204);
            assertThat(reply.body().toString())
                    .as(operation)
                    .doesNotContain(CANARY_MOBILE.substring(5, 11))
                    .doesNotContainIgnoringCase("quokk")
                    .doesNotContainIgnoringCase("zanz");
            assertThat(reply.headers().toString()).doesNotContainIgnoringCase("quokk");
        });
        Reply overview = desk.get(caller, "get-customer-overview", customer + "/overview");
        assertThat(overview.body().path("transactions")).hasSize(1);
        assertThat(overview.body().path("invoices")).hasSize(1);
    }

    @Test
    void whatIsNotThereAndWhatCannotBeAnIdIsAnsweredTheSame() {
        record Asked(String operation, String method, String path) {}
        List<Asked> all = List.of(
                new Asked("get-customer", "GET", "/customers/%c"),
                new Asked("get-customer-overview", "GET", "/customers/%c/overview"),
                new Asked("unmask-customer", "POST", "/customers/%c/unmask"),
                new Asked("list-customer-sessions", "GET", "/customers/%c/sessions"),
                new Asked("end-customer-sessions", "DELETE", "/customers/%c/sessions"),
                new Asked("end-customer-session", "DELETE", "/customers/%c/sessions/%s"),
                new Asked("get-wallet-as-staff", "GET", "/wallets/%w"),
                new Asked("list-wallet-transactions", "GET", "/wallets/%w/transactions"),
                new Asked("freeze-wallet", "POST", "/wallets/%w/freeze"),
                new Asked("unfreeze-wallet", "POST", "/wallets/%w/unfreeze"));
        for (Asked one : all) {
            for (boolean malformed : new boolean[] {false, true}) {
                String path = one.path()
                        .replace("%c", malformed ? "cus_1" : CustomerId.next().text())
                        .replace("%w", malformed ? "wal_'" : WalletId.next().text())
                        .replace("%s", SessionId.next().text());
                Reply reply = switch (one.method()) {
                    case "GET" -> desk.get(everything(), one.operation(), path);
                    case "POST" -> desk.post(everything(), one.operation(), path, "because of it");
                    default -> desk.delete(everything(), one.operation(), path);
                };
                assertThat(reply.status()).as(path).isEqualTo(404);
                assertThat(reply.code()).as(path).isEqualTo("NOT_FOUND");
            }
        }
        assertThat(desk.get(everything(), "list-all-transactions", "/transactions?customerId=" + CustomerId.next())
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void whoMayNotIsRefusedAndNothingHappens() {
        Owner owner = desk.owner("CRM-403", "Refused Person", "+96551230005");
        Caller none = staff(StaffPermission.SELF);
        Caller viewer = staff(StaffPermission.CUSTOMER_VIEW, StaffPermission.LEDGER_VIEW);

        assertThat(search(none, "CRM-403").status()).isEqualTo(403);
        assertThat(desk.get(none, "get-wallet-as-staff", "/wallets/" + owner.wallet())
                        .status())
                .isEqualTo(403);
        assertThat(desk.get(none, "list-all-transactions", "/transactions").status())
                .isEqualTo(403);
        assertThat(desk.post(viewer, "unmask-customer", "/customers/" + owner.id() + "/unmask", "curious")
                        .status())
                .isEqualTo(403);
        assertThat(desk.post(viewer, "freeze-wallet", "/wallets/" + owner.wallet() + "/freeze", "curious")
                        .status())
                .isEqualTo(403);
        assertThat(desk.delete(viewer, "end-customer-sessions", "/customers/" + owner.id() + "/sessions")
                        .status())
                .isEqualTo(403);
        assertThat(desk.get(
                                Caller.customer(owner.id(), Set.of("wallet.view", "ledger.view")),
                                "get-wallet-as-staff",
                                "/wallets/" + owner.wallet())
                        .status())
                .isEqualTo(403);
        assertThat(desk.audited(owner.id().text())).isEmpty();
        assertThat(desk.audited(owner.wallet().text())).isEmpty();
        assertThat(desk.frozen(owner)).isFalse();
    }

    @Test
    void anUnmaskingSaysAllOnceAndIsInTheAuditWithItsReason() {
        Owner owner = desk.owner("CRM-U", "Ulla Unmasked", "+96551230006");
        Reply reply = desk.post(
                staff(StaffPermission.CUSTOMER_UNMASK),
                "unmask-customer",
                "/customers/" + owner.id() + "/unmask",
                "called us about a lost payment");

        assertThat(reply.body().path("name").asText()).isEqualTo("Ulla Unmasked");
        assertThat(reply.body().path("mobile").asText()).isEqualTo("+96551230006");
        assertThat(desk.audited(owner.id().text())).containsExactly("customer.unmask called us about a lost payment");
        assertThat(desk.post(everything(), "unmask-customer", "/customers/" + owner.id() + "/unmask", "x")
                        .status())
                .isEqualTo(422);
        assertThat(desk.audited(owner.id().text())).hasSize(1);
    }

    @Test
    void onePersonUnmasksAsManyAnHourAsIsSet() {
        Owner owner = desk.owner("CRM-L", "Lola Limited", "+96551230007");
        Caller caller = staff(StaffPermission.CUSTOMER_UNMASK);
        String path = "/customers/" + owner.id() + "/unmask";
        for (int i = 0; i < DeskFixture.UNMASKINGS; i++) {
            assertThat(desk.post(caller, "unmask-customer", path, "campaign").status())
                    .isEqualTo(200);
        }

        Reply refused = desk.post(caller, "unmask-customer", path, "campaign");

        assertThat(refused.code()).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers()).containsKey("Retry-After");
        assertThat(desk.audited(owner.id().text())).hasSize(DeskFixture.UNMASKINGS);
        assertThat(desk.post(staff(StaffPermission.CUSTOMER_UNMASK), "unmask-customer", path, "another person")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sessionsAreSeenAndEndedAndAnothersIsNotThere() {
        Owner owner = desk.owner("CRM-S", "Sara Session", "+96551230009");
        SessionId one = session(owner);
        SessionId two = session(owner);
        SessionId three = session(owner);
        SessionId foreign = session(desk.owner("CRM-S2", "Other Session", "+96551230010"));
        Caller caller = everything();
        String path = "/customers/" + owner.id() + "/sessions";

        assertThat(desk.get(caller, "list-customer-sessions", path).texts("id"))
                .containsExactlyInAnyOrder(one.text(), two.text(), three.text());
        assertThat(desk.delete(caller, "end-customer-session", path + "/" + foreign)
                        .status())
                .isEqualTo(404);
        assertThat(desk.delete(caller, "end-customer-session", path + "/" + one).status())
                .isEqualTo(204);
        assertThat(desk.delete(caller, "end-customer-session", path + "/" + one).status())
                .isEqualTo(404);
        assertThat(desk.audited(one.text())).containsExactly("customer.session.end -");
        assertThat(desk.audited(foreign.text())).isEmpty();

        assertThat(desk.delete(caller, "end-customer-sessions", path).status()).isEqualTo(204);
        assertThat(desk.get(caller, "list-customer-sessions", path).body().path("items"))
                .isEmpty();
        assertThat(desk.audited(two.text())).hasSize(1);
        assertThat(desk.audited(three.text())).hasSize(1);
    }

    @Test
    void theOverviewSaysWhatTheCustomerWasToldWithoutTheWords() {
        Owner owner = desk.owner("CRM-MSG", "Mona Message", "+96551230031");
        told(owner, 1, Outcome.FATAL, "REFUSED");
        told(owner, 2, Outcome.DISCARD, "NUMBER_MISSING");
        desk.clock.advance(Duration.ofMinutes(1));
        told(owner, 1, Outcome.SUCCESS, "OK");
        told(desk.owner("CRM-MSG2", "Nina Nobody", "+96551230032"), 3, Outcome.SUCCESS, "OK");

        JsonNode messages = desk.get(everything(), "get-customer-overview", "/customers/" + owner.id() + "/overview")
                .body()
                .path("messages");

        assertThat(messages.valueStream()
                        .map(message -> message.path("kind").asText() + " "
                                + message.path("channel").asText() + " "
                                + message.path("state").asText() + " "
                                + message.path("code").asText()))
                .containsExactly("recharge.succeeded sms sent OK", "recharge.succeeded sms not_sent NUMBER_MISSING");
    }

    private static void told(Owner owner, long delivery, Outcome outcome, String code) {
        byte[] event = ("{\"customerId\":\"" + owner.id() + "\"}").getBytes(StandardCharsets.UTF_8);
        Settlement settlement = new Settlement(
                "messages",
                delivery,
                "recharge.succeeded",
                owner.wallet().text(),
                event,
                outcome,
                code,
                null,
                true,
                null,
                null,
                desk.clock.instant());
        DeliveryListener listener = desk.listener("messages");
        RowScope.system().run(() -> listener.settled(List.of(settlement)));
    }
}
