package wallethub.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.desk.DeskFixture.everything;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import wallethub.access.Caller;
import wallethub.desk.DeskFixture.Owner;
import wallethub.desk.DeskFixture.Reply;
import wallethub.ledger.PostOutcome;
import wallethub.ledger.TransferKind;

/** What staff see and do of wallets and their movements. */
class WalletDeskTests {

    private static DeskFixture desk;
    private static Owner canary;

    @BeforeAll
    static void start() {
        desk = new DeskFixture();
        canary = desk.owner("CRM-CANARY", "Quokkaria Zanzibarini", "+96550817263");
        desk.post(canary, TransferKind.RECHARGE, 5_000);
    }

    @AfterAll
    static void theLedgerIsWhole() {
        desk.close();
    }

    /** Scenario 58: a frozen wallet takes money and spends none. */
    @Test
    void aFrozenWalletIsCreditedAndSpendsNothingUntilAnotherPersonUnfreezesIt() {
        Owner owner = desk.owner("CRM-F", "Frida Frozen", "+96551230008");
        desk.post(owner, TransferKind.RECHARGE, 1_000);
        Caller first = everything();
        String path = "/wallets/" + owner.wallet();

        Reply frozen = desk.post(first, "freeze-wallet", path + "/freeze", "chargeback suspected");

        assertThat(frozen.body().path("frozen").asBoolean()).isTrue();
        assertThat(frozen.body().at("/freeze/by").asText())
                .isEqualTo(first.staff().text());
        assertThat(frozen.body().at("/freeze/reason").asText()).isEqualTo("chargeback suspected");
        assertThat(desk.post(owner, TransferKind.PAYMENT, -100)).isInstanceOf(PostOutcome.WalletFrozen.class);
        assertThat(desk.post(owner, TransferKind.RECHARGE, 500)).isInstanceOf(PostOutcome.Posted.class);

        assertThat(desk.post(everything(), "freeze-wallet", path + "/freeze", "me too")
                        .body()
                        .path("freeze"))
                .isEqualTo(frozen.body().path("freeze"));
        assertThat(desk.audited(owner.wallet().text())).containsExactly("wallet.freeze chargeback suspected");

        assertThat(desk.post(first, "unfreeze-wallet", path + "/unfreeze", "never mind")
                        .code())
                .isEqualTo("APPROVAL_SAME_PERSON");
        assertThat(desk.frozen(owner)).isTrue();
        assertThat(desk.audited(owner.wallet().text())).hasSize(1);

        Reply free = desk.post(everything(), "unfreeze-wallet", path + "/unfreeze", "the bank said no");
        assertThat(free.body().path("frozen").asBoolean()).isFalse();
        assertThat(free.body().has("freeze")).isFalse();
        assertThat(desk.post(owner, TransferKind.PAYMENT, -100)).isInstanceOf(PostOutcome.Posted.class);
        assertThat(desk.post(first, "unfreeze-wallet", path + "/unfreeze", "is it over")
                        .status())
                .isEqualTo(200);
        assertThat(desk.audited(owner.wallet().text()))
                .containsExactly("wallet.freeze chargeback suspected", "wallet.unfreeze the bank said no");
        assertThat(hashes(owner)).satisfies(hashes -> {
            assertThat(hashes).hasSize(2).doesNotContainNull();
            assertThat(hashes).allSatisfy(pair -> assertThat(pair).matches("([0-9a-f]{64}) (?!\\1)[0-9a-f]{64}"));
        });
        assertThat(desk.behind
                        .sql("select count(*) from desk_freeze where wallet_id = :w")
                        .param("w", owner.wallet().text())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void theTableRefusesOneWhoIsTheOtherAndEveryChange() {
        assertThatThrownBy(() -> desk.behind.sql("""
                                insert into desk_freeze (wallet_id, action, staff_id, frozen_by, reason, made_at)
                                values ('w', 'unfreeze', 'stf_1', 'stf_1', 'why', now())
                                """).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("desk_freeze_staff_id_check");
        for (String change : List.of("delete from desk_freeze", "update desk_freeze set reason = 'x'")) {
            assertThatThrownBy(() -> desk.behind.sql(change).update()).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void walletsAreListedByTheirTrouble() {
        Owner debtor = desk.owner("CRM-D", "Dora Debt", "+96551230011");
        desk.post(debtor, TransferKind.CHARGEBACK, -700);
        Owner rich = desk.owner("CRM-R", "Rita Rich", "+96551230012");
        desk.post(rich, TransferKind.RECHARGE, 987_654);

        assertThat(walletIds("?inDebt=true")).containsExactly(debtor.wallet().text());
        assertThat(walletIds("?currency=KWD&balanceFrom=900.000&balanceTo=1000.000"))
                .containsExactly(rich.wallet().text());
        assertThat(walletIds("?currency=KWD&balanceTo=-0.001"))
                .containsExactly(debtor.wallet().text());
        assertThat(walletIds("?currency=USD")).isEmpty();
        assertThat(walletIds("?size=100"))
                .contains(debtor.wallet().text(), rich.wallet().text());
        for (String query :
                List.of("?balanceFrom=1.000", "?currency=KWD&balanceFrom=1.0000", "?currency=XXZ&balanceTo=1")) {
            assertThat(desk.get(everything(), "list-wallets", "/wallets" + query)
                            .status())
                    .as(query)
                    .isEqualTo(422);
        }
    }

    private static List<String> walletIds(String query) {
        Caller caller = everything();
        List<String> ids = new ArrayList<>();
        String next = query;
        for (int pages = 0; !next.isEmpty() && pages < 20; pages++) {
            Reply page = desk.get(caller, "list-wallets", "/wallets" + next);
            assertThat(page.status()).as(query + page.body()).isEqualTo(200);
            ids.addAll(page.texts("id"));
            next = page.next();
        }
        return ids;
    }

    @Test
    void staffReadAWalletAsItsCustomerDoes() {
        Owner owner = desk.owner("CRM-W", "Wanda Wallet", "+96551230013");
        for (int i = 1; i <= 12; i++) {
            desk.post(owner, TransferKind.RECHARGE, i);
        }
        Caller caller = everything();
        String path = "/wallets/" + owner.wallet() + "/transactions";
        Reply first = desk.get(caller, "list-wallet-transactions", path + "?size=5");

        assertThat(first.texts("number")).containsExactly("12", "11", "10", "9", "8");
        assertThat(desk.get(caller, "list-wallet-transactions", path + "?page=3&size=5&asOf=12")
                        .texts("number"))
                .containsExactly("2", "1");
        Reply filtered = desk.get(caller, "list-wallet-transactions", path + "?kind=recharge&size=5");
        assertThat(filtered.texts("number")).hasSize(5);
        assertThat(desk.get(
                                caller,
                                "list-wallet-transactions",
                                "/wallets/" + canary.wallet() + "/transactions" + filtered.next())
                        .status())
                .as("a cursor of another wallet")
                .isEqualTo(422);
    }

    /** Each filter against all movements there are, over all pages. */
    @Test
    void movementsOverAllCustomersAreThoseThatFitTheLatestFirst() {
        Owner ann = desk.owner("CRM-M1", "Ann Movement", "+96551230014");
        Owner bob = desk.owner("CRM-M2", "Bob Movement", "+96551230015");
        for (int i = 1; i <= 9; i++) {
            desk.clock.advance(Duration.ofHours(3));
            desk.post(ann, TransferKind.RECHARGE, 1_000L * i);
            desk.post(bob, TransferKind.REFUND, 100L * i);
            desk.post(ann, TransferKind.PAYMENT, -10L * i);
        }
        List<Line> all = desk.behind
                .sql("select * from ledger_v_movement order by recorded_at desc, transfer_id desc")
                .query((row, n) -> new Line(
                        row.getString("transfer_id"),
                        row.getString("kind"),
                        row.getString("wallet_id"),
                        row.getLong("amount_minor"),
                        row.getString("posting_state"),
                        row.getObject("recorded_at", OffsetDateTime.class).toInstant()))
                .list();
        // Riyadh is three hours ahead.
        Instant second = Instant.parse("2026-03-01T21:00:00Z");
        String anns = ann.wallet().text();
        Map<String, Predicate<Line>> filters = Map.of(
                "?size=4",
                line -> true,
                "?size=4&kind=refund",
                line -> line.kind().equals("REFUND"),
                "?size=4&direction=debit",
                line -> line.minor() < 0,
                "?size=4&direction=credit&currency=KWD&amountFrom=2.000&amountTo=5.000",
                line -> line.minor() >= 2_000 && line.minor() <= 5_000,
                "?size=4&erpState=confirmed",
                line -> line.state().equals("confirmed"),
                "?size=4&customerId=" + ann.id(),
                line -> line.wallet().equals(anns),
                "?size=4&kind=payment&walletId=" + anns,
                line -> line.wallet().equals(anns) && line.kind().equals("PAYMENT"),
                "?size=4&walletId=" + anns + "&customerId=" + bob.id(),
                line -> false,
                "?size=4&from=2026-03-02",
                line -> !line.at().isBefore(second),
                "?size=4&from=2026-03-01&to=2026-03-02",
                line -> line.at().isBefore(second));
        filters.forEach((query, fits) -> assertThat(movementIds(query))
                .as(query)
                .containsExactlyElementsOf(
                        all.stream().filter(fits).map(Line::transfer).toList()));
        assertThat(desk.get(everything(), "list-all-transactions", "/transactions?amountFrom=1.000")
                        .status())
                .isEqualTo(422);
        assertThat(desk.get(everything(), "list-all-transactions", "/transactions?from=2026-02-30")
                        .status())
                .isEqualTo(422);
    }

    private record Line(String transfer, String kind, String wallet, long minor, String state, Instant at) {}

    private static List<String> movementIds(String query) {
        Caller caller = everything();
        List<String> ids = new ArrayList<>();
        String next = query;
        for (int pages = 0; !next.isEmpty() && pages < 60; pages++) {
            Reply page = desk.get(caller, "list-all-transactions", "/transactions" + next);
            assertThat(page.status()).as(query + page.body()).isEqualTo(200);
            ids.addAll(page.texts("id"));
            next = page.next();
        }
        return ids;
    }

    /** Of the wallet before and after each action. */
    private static List<String> hashes(Owner owner) {
        return desk.behind
                .sql("select before_hash || ' ' || after_hash from access_audit where object = :o order by audit_id")
                .param("o", owner.wallet().text())
                .query(String.class)
                .list();
    }
}
