package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import wallethub.id.HoldId;
import wallethub.testing.CustomerRow;

/** A wallet's invoices are looked at whenever it can spend more: by the event of what came in, or because a hold ended. */
class FreedMoneyTests {

    private static InvoiceFixture hub;

    @BeforeAll
    static void start() {
        hub = new InvoiceFixture();
        hub.extent(DeductionRules.Extent.FULL);
    }

    @AfterAll
    static void invariantsHold() {
        hub.close();
    }

    @Test
    void everyEventThatCreditsAWalletAsksForALook() throws IOException {
        JsonNode mapping =
                new YAMLMapper().readTree(Path.of("mappings/hub/deduction.yaml").toFile());
        assertThat(mapping.at("/source/event"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "recharge.succeeded",
                        "wallet.refunded",
                        "wallet.adjusted",
                        "wallet.corrected",
                        "payment.reversed",
                        "order.refunded",
                        "order.rescued");
    }

    @Test
    void whatAHoldGivesBackPaysWhatWaits() {
        CustomerRow released = hub.customer("5.000");
        CustomerRow expired = hub.customer("5.000");
        CustomerRow captured = hub.customer("5.000");
        List<CustomerRow> all = List.of(released, expired, captured);
        List<HoldId> holds = all.stream().map(one -> hub.hold(one, "5.000")).toList();
        all.forEach(one -> hub.mirrored(hub.open(one, "4.000")));
        all.forEach(hub::look);
        assertThat(all).allSatisfy(one -> assertThat(hub.alerts(one)).hasSize(1));

        hub.inTransaction(() -> hub.ledger.release(holds.get(0)));
        hub.capture(holds.get(2), "1.000", false);
        hub.clock.advance(Duration.ofDays(30));
        hub.inTransaction(() -> hub.ledger.expireHolds(100));

        assertThat(all).allSatisfy(one -> {
            assertThat(hub.looksAskedFor(one))
                    .as("the invoice's and the hold's")
                    .isEqualTo(2);
            assertThat(hub.look(one)).isEqualTo(new DeductOutcome.Looked(1, 0));
            assertThat(hub.alerts(one).getFirst()).startsWith("over");
        });
        assertThat(hub.balance(captured)).isEqualTo("0.000");
    }

    @Test
    void nobodyIsAskedWhereNothingCanBePaid() {
        CustomerRow nothingDue = hub.customer("5.000");
        HoldId first = hub.hold(nothingDue, "5.000");
        hub.inTransaction(() -> hub.ledger.release(first));
        assertThat(hub.looksAskedFor(nothingDue)).isZero();

        CustomerRow kept = hub.customer("5.000");
        HoldId rest = hub.hold(kept, "5.000");
        hub.mirrored(hub.open(kept, "4.000"));
        hub.capture(rest, "2.000", true);
        assertThat(hub.looksAskedFor(kept)).as("the rest is held still").isOne();

        CustomerRow frozen = hub.customer("5.000");
        HoldId second = hub.hold(frozen, "5.000");
        hub.mirrored(hub.open(frozen, "4.000"));
        hub.inTransaction(() -> {
            hub.ledger.freeze(frozen.wallet());
            return hub.ledger.release(second);
        });
        assertThat(hub.looksAskedFor(frozen)).isOne();

        CustomerRow rolledBack = hub.customer("5.000");
        HoldId third = hub.hold(rolledBack, "5.000");
        hub.mirrored(hub.open(rolledBack, "4.000"));
        hub.rolledBack(() -> hub.ledger.release(third));
        assertThat(hub.looksAskedFor(rolledBack)).isOne();

        CustomerRow off = hub.customer("5.000");
        HoldId fourth = hub.hold(off, "5.000");
        hub.mirrored(hub.open(off, "4.000"));
        hub.extent(DeductionRules.Extent.OFF);
        try {
            hub.inTransaction(() -> hub.ledger.release(fourth));
            assertThat(hub.looksAskedFor(off)).isOne();
        } finally {
            hub.extent(DeductionRules.Extent.FULL);
        }
    }
}
