package wallethub.invoice;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random histories of a wallet, its invoices and an ERP on paper. A failure names its seed: {@code -Dinvoice.seed=…
 * -Dinvoice.histories=1} plays that history again.
 */
class InvoicePropertyTests {

    private static final Logger log = LoggerFactory.getLogger(InvoicePropertyTests.class);
    private static final long SEED = Long.getLong("invoice.seed", new SplittableRandom().nextInt(1_000_000_000));
    private static final int HISTORIES = Integer.getInteger("invoice.histories", 12);
    private static final int STEPS = 60;

    private final InvoiceFixture hub = new InvoiceFixture();

    @AfterEach
    void invariantsHold() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void everyHistoryEndsInAgreement(DeductionRules.Extent extent) {
        hub.extent(extent);
        log.atInfo()
                .addKeyValue("seed", SEED)
                .addKeyValue("histories", HISTORIES)
                .log("invoice histories");
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            try {
                new InvoiceHistory(hub, seed, extent).play(STEPS);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(extent + ": -Dinvoice.seed=" + seed + " -Dinvoice.histories=1", e);
            }
        }
    }
}
