package wallethub.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.problem.ErrorCode;
import wallethub.testing.AtOnce;

/** How much one person asks for in a day, and whose word a large amount wants. */
class ApprovalLimitTests {

    private static final ApprovalFixture HUB = new ApprovalFixture();
    private static int places;

    private final Caller maker = HUB.maker();
    private final Caller checker = HUB.checker();
    private final String place = "place-" + places++;

    @AfterAll
    static void close() {
        HUB.close();
    }

    @Test
    void largeAmountsWantTheOtherChecker() {
        String small = HUB.asked(maker, place, "500.000");
        String large = HUB.asked(maker, place + "-large", "500.001");
        Caller ofLarge = HUB.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE_LARGE);

        assertThat(HUB.approve(large, checker).code()).isEqualTo("FORBIDDEN");
        assertThat(HUB.approve(small, ofLarge).code()).isEqualTo("FORBIDDEN");
        HUB.nothingHappened(large);
        assertThat(HUB.approve(large, ofLarge).status()).isEqualTo(200);
        assertThat(HUB.approve(small, checker).status()).isEqualTo(200);
    }

    /** Cut into pieces it is as large as it was, until the next day. */
    @Test
    void manySmallAmountsForOneAreALargeOne() {
        try (ApprovalFixture hub = new ApprovalFixture()) {
            Caller asking = hub.maker();
            Caller other = hub.maker();
            Caller deciding = hub.checker();
            Caller ofLarge = hub.staff.hire(StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE_LARGE);
            hub.approve(hub.asked(asking, place, "300.000"), deciding);
            hub.approve(hub.asked(other, place, "-200.000"), deciding);
            String over = hub.asked(other, place, "0.001");
            String elsewhere = hub.asked(asking, place + "-b", "500.000");

            assertThat(hub.approve(over, deciding).code()).isEqualTo("FORBIDDEN");
            hub.nothingHappened(over);
            assertThat(hub.approve(elsewhere, deciding).status()).isEqualTo(200);
            assertThat(hub.approve(over, ofLarge).status()).isEqualTo(200);
            hub.clock.advance(Duration.ofDays(1));
            assertThat(hub.approve(hub.asked(asking, place, "500.000"), deciding)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatOnePersonAsksForInOneDayIsLimited() {
        String first = HUB.asked(maker, place, "3000.000");
        HUB.asked(maker, place + "-b", "-1500.000");

        ApprovalOutcome over = HUB.ask(maker, place + "-c", "500.001");

        assertThat(over)
                .isInstanceOfSatisfying(
                        ApprovalOutcome.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AMOUNT_ABOVE_MAXIMUM));
        assertThat(HUB.ask(HUB.maker(), place + "-d", "5000.000")).isInstanceOf(ApprovalOutcome.Requested.class);
        // What nobody wants any more does not count.
        assertThat(HUB.withdraw(first, maker).status()).isEqualTo(200);
        HUB.asked(maker, place + "-e", "3500.000");
        assertThat(HUB.ask(maker, place + "-f", "0.001")).isInstanceOf(ApprovalOutcome.Refused.class);
    }

    /** Asked for at the same moment they would each fit alone. */
    @Test
    void theLimitOfTheDayHoldsWhateverComesTogether() {
        assertThat(AtOnce.run(100, n -> HUB.ask(maker, place + "-" + n, "600.000")))
                .filteredOn(outcome -> outcome instanceof ApprovalOutcome.Requested)
                .hasSize(8);
        assertThat(HUB.askedFor(maker)).isEqualTo(4_800_000L);
    }
}
