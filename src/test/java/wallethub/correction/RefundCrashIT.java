package wallethub.correction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.crash.CrashPoint;
import wallethub.testing.CustomerRow;
import wallethub.testing.DatabaseRoles;
import wallethub.testing.OtherProcess;
import wallethub.testing.StaffApi;
import wallethub.testing.TestDatabase;

/**
 * An approved refund is credited once and told to the ERP once, wherever the process that approves it ends. What comes after the
 * event is stored is the lanes' own, and {@code CrashIT}'s.
 */
class RefundCrashIT {

    private static final String URL = TestDatabase.freshSystemUrl();
    private static final PGSimpleDataSource DATABASE = database();
    private static final CorrectionFixture HUB =
            new CorrectionFixture(DATABASE, JdbcClient.create(TestDatabase.behind(DATABASE)));

    private static PGSimpleDataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(URL);
        database.setUser(DatabaseRoles.APP);
        return database;
    }

    @AfterAll
    static void close() {
        HUB.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"BEFORE_APPROVAL_COMMIT", "AFTER_APPROVAL_COMMIT", "BEFORE_WAKE_UP"})
    void isCreditedOnceAfterACrashAt(CrashPoint point) throws Exception {
        CustomerRow ann = HUB.customer();
        String id = HUB.refund(ann, "12.500", "").text("/id");

        assertThat(approveElsewhere(id, point)).isEqualTo(OtherProcess.KILLED);
        boolean committed = point != CrashPoint.BEFORE_APPROVAL_COMMIT;
        assertThat(HUB.balance(ann)).isEqualTo(committed ? "12.500" : "0.000");
        assertThat(HUB.events(ann)).hasSize(committed ? 1 : 0);
        // He never got an answer, so he asks again.
        StaffApi.Reply again = HUB.approve(id);

        assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
        assertThat(again.text("/state")).isEqualTo("approved");
        assertOnce(ann, id);
        assertThat(HUB.events(ann).getFirst().path("transferId").asText()).isEqualTo(again.text("/result/transferId"));
    }

    private static void assertOnce(CustomerRow customer, String id) {
        assertThat(HUB.balance(customer)).isEqualTo("12.500");
        assertThat(HUB.wallet(customer).lastEntryNumber()).isEqualTo(1);
        assertThat(HUB.events(customer)).hasSize(1);
        assertThat(count("select count(*) from correction_transfer where approval_id = :id", id))
                .isOne();
        assertThat(count("select count(*) from access_audit where object = :id and action = 'approval.approve'", id))
                .isOne();
    }

    /** Without a crash the other process does what this one does. */
    @Test
    void isCreditedByTheOtherProcessToo() throws Exception {
        CustomerRow ann = HUB.customer();
        String id = HUB.refund(ann, "12.500", "").text("/id");

        assertThat(approveElsewhere(id, CrashPoint.AFTER_FEED_PAGE)).isZero();

        assertOnce(ann, id);
    }

    private static long count(String sql, String id) {
        return HUB.behind.sql(sql).param("id", id).query(Long.class).single();
    }

    private static int approveElsewhere(String id, CrashPoint point) throws Exception {
        return OtherProcess.run(
                ApprovingProcess.class,
                point,
                URL,
                HUB.maker.staff().text(),
                HUB.checker.staff().text(),
                id);
    }
}
