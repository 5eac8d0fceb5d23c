package wallethub.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import wallethub.embedded.TopicReader;
import wallethub.embedded.standin.ErpEntry;

/** Whether ERP and topic have each wallet's transfers in the order of the wallet, and no recharge was made twice. */
final class WalletOrder {

    private static final String TOPIC = "wallet.events.v1";
    private static final JsonMapper JSON = new JsonMapper();

    private final Pair pair;
    private final Shoppers shoppers;

    WalletOrder(Pair pair, Shoppers shoppers) {
        this.pair = pair;
        this.shoppers = shoppers;
    }

    /** Once all agree; readers of the topic drop a second copy by its id, so the first copies count. */
    void check() {
        List<TopicReader.Read> topic = TopicReader.all(pair.around.brokers(), TOPIC);
        for (Shoppers.Shopper shopper : shoppers.people()) {
            String wallet = wallet(shopper.externalId());
            List<String> transfers = transfers(wallet);
            assertThat(pair.around.erp().entriesOf(shopper.externalId()).stream()
                            .map(ErpEntry::reference))
                    .as("the ERP's entries of %s, in the wallet's order", wallet)
                    .containsExactlyElementsOf(transfers);
            assertThat(topic.stream()
                            .filter(read -> wallet.equals(read.key()))
                            .map(read -> transferOf(read.value()))
                            .filter(transfer -> !transfer.isEmpty())
                            .distinct())
                    .as("the topic's events of %s, in the wallet's order", wallet)
                    .containsExactlyElementsOf(transfers);
        }
        int count = shoppers.purchases().size();
        int recharges = pair.sql(jdbc -> jdbc.sql("select count(*) from recharge_recharge")
                .query(Integer.class)
                .single());
        assertThat(recharges).as("one recharge for each key").isEqualTo(count);
        assertThat(pair.around.stripe().sessions())
                .as("one checkout for each key")
                .hasSize(count);
    }

    private String wallet(String externalId) {
        return pair.sql(jdbc -> jdbc.sql("select wallet_id from customer_mirror where external_id = :id")
                .param("id", externalId)
                .query(String.class)
                .single());
    }

    private List<String> transfers(String wallet) {
        return pair.sql(jdbc -> jdbc.sql(
                        "select transfer_id from ledger_v_transfer where wallet_id = :wallet order by entry_number")
                .param("wallet", wallet)
                .query(String.class)
                .list());
    }

    private static String transferOf(String event) {
        try {
            return JSON.readTree(event).at("/data/transferId").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the topic holds what is no JSON", e);
        }
    }
}
