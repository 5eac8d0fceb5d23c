package wallethub.checkout;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.id.StoreId;
import wallethub.testing.DatabaseRoles;

/** A process that calls one operation, and dies where it is told to: {@code URL CALLER OPERATION PATH KEY DOCUMENT}. */
final class CheckoutProcess {

    private CheckoutProcess() {}

    public static void main(String[] arguments) {
        try (CheckoutFixture hub = new CheckoutFixture(database(arguments[0], false), database(arguments[0], true))) {
            Caller caller = StoreId.isValid(arguments[1])
                    ? CheckoutFixture.caller(new StoreId(arguments[1]))
                    : CheckoutFixture.caller(new CustomerId(arguments[1]));
            CheckoutFixture.Reply reply =
                    hub.call(caller, arguments[2], "POST", arguments[3], arguments[4], arguments[5]);
            System.out.println(reply.status() + " " + reply.body());
        }
    }

    static DataSource database(String url, boolean all) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(url);
        database.setUser(DatabaseRoles.APP);
        if (all) {
            database.setOptions("-c hub.scope=system");
        }
        return database;
    }
}
