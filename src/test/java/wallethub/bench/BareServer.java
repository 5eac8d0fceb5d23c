package wallethub.bench;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import wallethub.access.Caller;
import wallethub.access.CallerSource;
import wallethub.access.CustomerPermission;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
import wallethub.ledger.Ledger;
import wallethub.ledger.Wallet;

/**
 * What a balance read costs without an edge, a contract and an operation: a web server of its own with one MVC handler that
 * checks the same token and asks the same question of the same pool.
 */
final class BareServer {

    static final String PATH = "/wallet";

    private final CallerSource callers;
    private final Ledger ledger;

    private BareServer(CallerSource callers, Ledger ledger) {
        this.callers = callers;
        this.ledger = ledger;
    }

    static void start(ApplicationContext hub, int port) {
        BareServer server = new BareServer(hub.getBean(CallerSource.class), hub.getBean(Ledger.class));
        new SpringApplicationBuilder(Parts.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("bareWallet", Handler.class, () -> server.new Handler()))
                .run(
                        "--server.port=" + port,
                        "--server.address=127.0.0.1",
                        "--management.server.port=-1",
                        "--spring.main.lazy-initialization=false");
    }

    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Parts {}

    /** An inner class, so that the hub's own search for components does not find it. */
    @RestController
    final class Handler {

        @GetMapping(PATH)
        Map<String, Object> wallet(HttpServletRequest request) {
            Caller caller = callers.resolve("/api/customer/v1/wallet", request::getHeader, request.getRemoteAddr());
            CustomerId customer = caller.customer();
            if (customer == null || !caller.may(CustomerPermission.WALLET_VIEW)) {
                throw new ResponseStatusException(HttpStatus.UNAUTHORIZED);
            }
            Wallet wallet = RowScope.of(customer)
                    .call(() -> ledger.findByCustomer(customer).orElseThrow());
            return Map.of(
                    "id", wallet.id().text(),
                    "balance", money(wallet.balance()),
                    "held", money(wallet.held()),
                    "inDebt", wallet.inDebt(),
                    "frozen", wallet.frozen());
        }

        private Map<String, String> money(wallethub.money.Money money) {
            return Map.of("amount", money.amount(), "currency", money.currencyCode());
        }
    }
}
