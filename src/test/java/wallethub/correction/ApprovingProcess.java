package wallethub.correction;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.StaffPermission;
import wallethub.id.StaffId;
import wallethub.testing.DatabaseRoles;
import wallethub.testing.StaffApi;

/** A process that approves one refund, and dies where it is told to: {@code URL MAKER CHECKER APPROVAL}. */
final class ApprovingProcess {

    private ApprovingProcess() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[0]);
        database.setUser(DatabaseRoles.APP);
        try (CorrectionFixture hub = new CorrectionFixture(database, JdbcClient.create(database))) {
            hub.staff.permit(new StaffId(arguments[1]), StaffPermission.REFUND_REQUEST);
            StaffApi.Reply reply = hub.approve(
                    arguments[3],
                    hub.staff.permit(
                            new StaffId(arguments[2]), StaffPermission.APPROVAL_VIEW, StaffPermission.REFUND_APPROVE));
            System.out.println(reply.status() + " " + reply.body());
        }
    }
}
