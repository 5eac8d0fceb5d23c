package wallethub.invoice;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import wallethub.id.TransferId;
import wallethub.lane.DeliveryListener;
import wallethub.lane.Settlement;
import wallethub.mapping.Outcome;

/**
 * Notes which deductions the ERP has, inside the settle that says so. What it has of an invoice that it cancelled
 * meanwhile wants to be given back, and of what shrank meanwhile people decide.
 */
@Component
// After the ledger's, which locks the wallets.
@Order(10)
class ConfirmationListener implements DeliveryListener {

    private static final String EVENT = "invoice.deducted";
    private static final JsonMapper JSON = new JsonMapper();

    private final DeductionStore store;
    private final DeductionLetters letters;
    private final OverpaidInvoices overpaid;

    ConfirmationListener(DeductionStore store, DeductionLetters letters, OverpaidInvoices overpaid) {
        this.store = store;
        this.letters = letters;
        this.overpaid = overpaid;
    }

    @Override
    public String lane() {
        return "erp";
    }

    @Override
    public void settled(List<Settlement> settlements) {
        List<TransferId> confirmed = new ArrayList<>();
        for (Settlement settlement : settlements) {
            if (settlement.outcome() == Outcome.SUCCESS
                    && settlement.eventType().equals(EVENT)) {
                transferId(settlement).ifPresent(confirmed::add);
            }
        }
        if (!confirmed.isEmpty()) {
            store.confirm(confirmed, settlements.getFirst().settledAt())
                    .forEach(of -> letters.confirmed(of.wallet(), of.transfer()));
            store.overpaying(confirmed).forEach(overpaid::raise);
        }
    }

    // What is no JSON the ledger has complained of already.
    private static Optional<TransferId> transferId(Settlement settlement) {
        try {
            String text = JSON.readTree(settlement.body()).path("transferId").asText();
            return Optional.of(text).filter(TransferId::isValid).map(TransferId::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
