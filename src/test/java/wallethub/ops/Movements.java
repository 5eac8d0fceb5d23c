package wallethub.ops;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.database.RowScope;
import wallethub.embedded.TrytonServer;
import wallethub.event.BusinessEvent;
import wallethub.event.CustomerMirrored;
import wallethub.event.RechargeSucceeded;
import wallethub.id.CustomerId;
import wallethub.id.EventId;
import wallethub.id.ReceiptId;
import wallethub.id.RechargeId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.lane.EventPublisher;
import wallethub.money.Money;

/** Movements of wallets on their way through the lane into a Tryton, and what has become of them there. */
record Movements(EdgeServer hub, TrytonServer tryton) {

    private static final Currency DINAR = Currency.getInstance("KWD");

    /** The customer, and a recharge of each amount, in one transaction; what a mirror and payments publish. */
    List<TransferId> recharge(String externalId, String... amounts) {
        return publish(externalId, true, amounts);
    }

    /** The same of a customer whom nobody told the ERP of. */
    List<TransferId> rechargeOfUnknown(String externalId, String... amounts) {
        return publish(externalId, false, amounts);
    }

    private List<TransferId> publish(String externalId, boolean mirrored, String... amounts) {
        Instant now = Clock.systemUTC().instant();
        WalletId wallet = WalletId.next();
        CustomerId customer = CustomerId.next();
        List<BusinessEvent> events = new ArrayList<>();
        if (mirrored) {
            events.add(new CustomerMirrored(
                    EventId.next(),
                    wallet,
                    customer,
                    externalId,
                    1,
                    "Sample Customer",
                    "+96550000001",
                    "en",
                    DINAR,
                    now));
        }
        List<TransferId> transfers = new ArrayList<>();
        for (String amount : amounts) {
            transfers.add(TransferId.next());
            events.add(new RechargeSucceeded(
                    EventId.next(),
                    wallet,
                    customer,
                    externalId,
                    RechargeId.next(),
                    "RCH-" + transfers.size(),
                    transfers.getLast(),
                    "recharge",
                    Money.parse(amount, DINAR),
                    Money.parse(amount, DINAR),
                    transfers.size(),
                    ReceiptId.next(),
                    "stripe",
                    "main",
                    "pi_" + UUID.randomUUID(),
                    now));
        }
        RowScope.system()
                .run(() -> new TransactionTemplate(hub.context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(status ->
                                hub.context.getBean(EventPublisher.class).publish(events)));
        return transfers;
    }

    static String[] times(int times, String amount) {
        String[] amounts = new String[times];
        Arrays.fill(amounts, amount);
        return amounts;
    }

    int posted(List<TransferId> transfers) {
        return moves(transfers, "posted").size();
    }

    int drafts(List<TransferId> transfers) {
        return moves(transfers, "draft").size();
    }

    /** References of the moves that Tryton has of them, in the order in which they were posted. */
    List<String> moves(List<TransferId> transfers, String state) {
        return tryton.database
                .sql("""
                        select description from account_move where description in (:references) and state = :state
                        order by post_number::bigint, id
                        """)
                .param("references", transfers.stream().map(TransferId::text).toList())
                .param("state", state)
                .query(String.class)
                .list();
    }

    /** Those that succeeded with the number that Tryton gave. */
    int settled(List<TransferId> transfers) {
        return hub.jdbc
                .sql("""
                        select count(*) from lane_done d join lane_event e using (shard, id)
                        where d.target = (select id from lane_target where name = 'erp')
                        and convert_from(e.body, 'utf8')::json ->> 'transferId' in (:transfers)
                        and d.outcome = 'S' and d.foreign_number like 'WALLET-%'
                        """)
                .param("transfers", transfers.stream().map(TransferId::text).toList())
                .query(Integer.class)
                .single();
    }

    /** Codes of the attempts that failed, each once. */
    List<String> failures() {
        return hub.jdbc
                .sql("select distinct outcome || ' ' || code from lane_attempt order by 1")
                .query(String.class)
                .list();
    }
}
