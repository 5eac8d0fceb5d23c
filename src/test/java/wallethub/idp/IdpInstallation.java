package wallethub.idp;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import wallethub.access.Caller;
import wallethub.access.TokenHash;
import wallethub.database.RowScope;
import wallethub.testing.PackageContext;
import wallethub.testing.TestClock;
import wallethub.testing.TestDatabase;

/** One database, its issuer, and the hub that is its client; without HTTP and without Camel. */
final class IdpInstallation implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String PASSWORD = "ponies gallop over wet slate";
    static final String ADDRESS = "10.1.2.3";

    final TestClock clock = new TestClock(NOW);
    final HikariDataSource database = new HikariDataSource();
    final JdbcClient behind;
    final AnnotationConfigApplicationContext context;

    IdpInstallation(Map<String, String> changes) {
        database.setJdbcUrl(TestDatabase.freshUrl());
        database.setUsername("hub_app");
        behind = JdbcClient.create(TestDatabase.behind(database));
        Map<String, String> settings = new HashMap<>();
        settings.put("hub.idp.secret", IdpServer.SECRET);
        settings.putAll(changes);
        context = PackageContext.of(database, clock, settings, Packages.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Invitations invitations() {
        return bean(Invitations.class);
    }

    Invitations.Secret invite(String name, String... groups) {
        return RowScope.system()
                .call(() -> invitations().invite(new UserName(name), Set.of(groups), Caller.system("test")));
    }

    boolean hasRoom(String group) {
        return RowScope.system()
                .call(() -> Objects.requireNonNull(bean(TransactionTemplate.class)
                        .execute(status -> invitations().hasRoom(group))));
    }

    Invitations.Acceptance accept(String secret, String name, String password) {
        // A network of its own each time: these tests are not about addresses.
        return invitations()
                .accept(secret, new UserName(name), password, UUID.randomUUID().toString(), ADDRESS);
    }

    String account(String... groups) {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        if (!(accept(invite(name, groups).text(), name, PASSWORD) instanceof Invitations.Acceptance.Accepted)) {
            throw new AssertionError("the invitation was not accepted");
        }
        return name;
    }

    Logins.Password login(String name, String password) {
        return bean(Logins.class)
                .password(
                        name,
                        password,
                        UUID.randomUUID().toString(),
                        UUID.randomUUID().toString());
    }

    String token(String name) {
        return ((Logins.Password.Right) login(name, PASSWORD)).token();
    }

    /** The authenticator's secret, past its seal. */
    byte[] authenticator(String token) {
        LoginStore.Login login = RowScope.system()
                .call(() -> bean(LoginStore.class).find(TokenHash.of(token), clock.instant()))
                .orElseThrow();
        return bean(IdpSecrets.class).open("totp-" + login.account(), Objects.requireNonNull(login.offered()));
    }

    Logins.Code code(String token, String code) {
        return bean(Logins.class).code(token, code, ADDRESS);
    }

    int accounts() {
        return behind.sql("select count(*) from idp_account")
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }

    /** The id that the issuer means him by. */
    String subject(String name) {
        return behind.sql("select id from idp_account where user_name = :name")
                .param("name", name)
                .query(String.class)
                .single();
    }

    @ConfigurationPropertiesScan("wallethub")
    @ComponentScan(
            basePackages = {
                "wallethub.database",
                "wallethub.mapping",
                "wallethub.lane",
                "wallethub.access",
                "wallethub.operation",
                "wallethub.setting",
                "wallethub.approval",
                "wallethub.staff",
                "wallethub.idp"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.camel\\..*"),
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests|IT|Fixture|IdpPages).*")
            })
    static class Packages {}
}
