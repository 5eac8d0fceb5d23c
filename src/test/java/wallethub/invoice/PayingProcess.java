package wallethub.invoice;

import java.time.Clock;
import java.util.Currency;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.id.CustomerId;
import wallethub.id.WalletId;
import wallethub.money.Money;
import wallethub.testing.DatabaseRoles;
import wallethub.testing.PackageContext;

/** Another process of the hub, which pays what it is told to and ends, at a crash point or at its end. */
public final class PayingProcess {

    private PayingProcess() {}

    @ComponentScan(
            basePackages = "wallethub.crash",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.CrashSwitch"))
    static class Crashing {}

    /**
     * @param args the database as its application sees it, then customer, invoice and amount in dinars of a request, or
     *     the wallet from which is deducted what is due
     */
    public static void main(String[] args) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(args[0]);
        database.setUser(DatabaseRoles.APP);
        database.setOptions("-c hub.scope=system");
        try (AnnotationConfigApplicationContext context = PackageContext.of(
                database,
                Clock.systemUTC(),
                Map.of("hub.invoice.deduction", "full"),
                InvoiceFixture.Packages.class,
                Crashing.class)) {
            if (args.length == 2) {
                deduct(context, new WalletId(args[1]));
            } else {
                pay(context, args);
            }
        }
        System.exit(0);
    }

    private static void deduct(ApplicationContext context, WalletId wallet) {
        DeductInvoicesHandler handler = context.getBean(DeductInvoicesHandler.class);
        DeductOutcome outcome = context.getBean(TransactionTemplate.class)
                .execute(status -> handler.handle(new DeductInvoices(wallet, null), Caller.system("invoices-deduct")));
        if (!new DeductOutcome.Looked(1, 0).equals(outcome)) {
            throw new IllegalStateException("it came to " + outcome);
        }
    }

    private static void pay(ApplicationContext context, String[] args) {
        PayInvoiceHandler handler = context.getBean(PayInvoiceHandler.class);
        PayInvoice command = new PayInvoice(args[2], Money.parse(args[3], Currency.getInstance("KWD")));
        Caller caller = Caller.customer(new CustomerId(args[1]), CustomerPermission.ALL);
        PayInvoiceOutcome outcome =
                context.getBean(TransactionTemplate.class).execute(status -> handler.handle(command, caller));
        if (!(outcome instanceof PayInvoiceOutcome.Paid)) {
            throw new IllegalStateException("it came to " + outcome);
        }
    }
}
