package wallethub.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wallethub.database.RowScope;
import wallethub.testing.AtOnce;

/** Accounts of the embedded issuer on a real database, in the time of a test's clock. */
class AccountTests {

    private static final String PASSWORD = IdpInstallation.PASSWORD;

    @TempDir
    static Path folder;

    private static IdpInstallation hub;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("breached.txt");
        // As published lists are: here and there a line in another encoding.
        Files.write(file, new byte[] {'p', 'a', 's', 's', (byte) 0xe9, '\n'});
        Files.writeString(
                file,
                """
                Known To Everybody In Town
                %s:12
                """.formatted(HexFormat.of()
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("SHA-1")
                                .digest("saddles dry beside the old barn".getBytes(StandardCharsets.UTF_8)))),
                StandardOpenOption.APPEND);
        hub = new IdpInstallation(Map.of("hub.idp.breached-passwords", file.toString()));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void theFirstSecretIsGoodOnceForADayAndOnlyWithoutAnAccount() {
        try (IdpInstallation empty = new IdpInstallation(Map.of())) {
            String old = empty.invitations().first().orElseThrow().text();
            String late = empty.invitations().first().orElseThrow().text();
            assertThat(empty.accept(old, "first", PASSWORD)).isInstanceOf(Invitations.Acceptance.NotGood.class);
            empty.clock.advance(Duration.ofHours(24));
            assertThat(empty.accept(late, "first", PASSWORD)).isInstanceOf(Invitations.Acceptance.NotGood.class);
            assertThat(empty.accounts()).isZero();

            String good = empty.invitations().first().orElseThrow().text();
            assertThat(good.replace("-", "")).hasSize(32);
            assertThat(empty.accept(good, "first", "too short")).isInstanceOf(Invitations.Acceptance.Refused.class);
            assertThat(empty.accept(good.toLowerCase(Locale.ROOT).replace("-", " "), "first", PASSWORD))
                    .isInstanceOf(Invitations.Acceptance.Accepted.class);
            assertThat(empty.accept(good, "second", PASSWORD)).isInstanceOf(Invitations.Acceptance.NotGood.class);
            assertThat(empty.accounts()).isEqualTo(1);
            assertThat(empty.invitations().first()).isEmpty();
        }
    }

    @Test
    void ofManyWhoUseOneFirstSecretAtOnceOneIsTheAdministrator() {
        try (IdpInstallation empty = new IdpInstallation(Map.of())) {
            String secret = empty.invitations().first().orElseThrow().text();
            List<Invitations.Acceptance> all = AtOnce.runOn(
                    3,
                    3,
                    n -> empty.accept(secret, List.of("one", "two", "three").get(n), PASSWORD));
            assertThat(all)
                    .filteredOn(Invitations.Acceptance.Accepted.class::isInstance)
                    .hasSize(1);
            assertThat(empty.accounts()).isEqualTo(1);
        }
    }

    @Test
    void neitherPasswordsNorSecretsLieInTheDatabaseAsTheyAre() {
        String name = hub.account("finance");
        String token = hub.token(name);
        byte[] secret = hub.authenticator(token);
        hub.code(token, TimeCodes.code(secret, hub.clock.instant()));
        String rows = hub.behind
                .sql("select string_agg(a::text || coalesce(l::text, ''), ' ') from idp_account a, idp_login l")
                .query(String.class)
                .single();
        assertThat(rows)
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(PASSWORD, token, HexFormat.of().formatHex(secret));
    }

    @Test
    void refusesPasswordsThatAreShortLongKnownOrTheName() {
        PasswordRules rules = hub.bean(PasswordRules.class);
        UserName user = new UserName("samira");
        assertThat(rules.fault(user, "fourteen chars")).hasValue(PasswordRules.Fault.TOO_SHORT);
        assertThat(rules.fault(user, "x1".repeat(65))).hasValue(PasswordRules.Fault.TOO_LONG);
        assertThat(rules.fault(user, "gallop Samira over slate")).hasValue(PasswordRules.Fault.HAS_USER_NAME);
        assertThat(rules.fault(user, "known to everybody in town")).hasValue(PasswordRules.Fault.KNOWN);
        assertThat(rules.fault(user, "saddles dry beside the old barn")).hasValue(PasswordRules.Fault.KNOWN);
        assertThat(rules.fault(user, "passwordpassword")).hasValue(PasswordRules.Fault.KNOWN);
        assertThat(rules.fault(user, "aaaaaaaaaaaaaaaaaaaa")).hasValue(PasswordRules.Fault.KNOWN);
        assertThat(rules.fault(user, "123456789012345678")).hasValue(PasswordRules.Fault.KNOWN);
        assertThat(rules.fault(user, PASSWORD)).isEmpty();
        assertThat(rules.fault(user, "خيول تركض فوق الصخور المبللة")).isEmpty();
    }

    @Test
    void takesTheSamePasswordHoweverItsLettersWereTyped() {
        String name = "u" + UUID.randomUUID().toString().substring(0, 8);
        String composed = "caf\u00e9 horses over wet slate";
        String decomposed = "cafe\u0301 horses over wet slate";
        assertThat(hub.accept(hub.invite(name, "finance").text(), name, composed))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(hub.login(name, decomposed)).isInstanceOf(Logins.Password.Right.class);
        assertThat(hub.login(name, "cafe horses over wet slate")).isInstanceOf(Logins.Password.Wrong.class);
    }

    @Test
    void aCodeIsTakenOnceAndOneStepOff() {
        String name = hub.account("finance");
        String first = hub.token(name);
        byte[] secret = hub.authenticator(first);
        Instant now = hub.clock.instant();
        assertThat(hub.code(first, TimeCodes.code(secret, now.minusSeconds(60))))
                .isInstanceOf(Logins.Code.Wrong.class);
        assertThat(hub.code(first, TimeCodes.code(secret, now))).isInstanceOf(Logins.Code.Right.class);
        String second = hub.token(name);
        assertThat(hub.code(second, TimeCodes.code(secret, now))).isInstanceOf(Logins.Code.Wrong.class);
        assertThat(hub.code(second, TimeCodes.code(secret, now.minusSeconds(30))))
                .isInstanceOf(Logins.Code.Wrong.class);
        assertThat(hub.code(second, TimeCodes.code(secret, now.plusSeconds(30))))
                .isInstanceOf(Logins.Code.Right.class);
    }

    @Test
    void readsCodesInArabicDigits() {
        byte[] secret = new byte[TimeCodes.SECRET_BYTES];
        String code = TimeCodes.code(secret, IdpInstallation.NOW);
        StringBuilder arabic = new StringBuilder();
        code.chars().forEach(digit -> arabic.append((char) ('\u0660' + digit - '0')));
        assertThat(TimeCodes.step(secret, arabic.insert(3, ' ').toString(), IdpInstallation.NOW, 0))
                .isPresent();
        assertThat(TimeCodes.step(secret, code + "0", IdpInstallation.NOW, 0)).isEmpty();
        assertThat(TimeCodes.step(secret, "", IdpInstallation.NOW, 0)).isEmpty();
    }

    /** RFC 6238, appendix B, its last six digits. */
    @Test
    void countsAsTheStandardDoes() {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        assertThat(TimeCodes.code(secret, Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(TimeCodes.code(secret, Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
        assertThat(Base32.text(secret)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void ofTwoLoginsThatEnrolAtOnceOneDoes() {
        String name = hub.account("finance");
        String one = hub.token(name);
        String two = hub.token(name);
        byte[] secretOne = hub.authenticator(one);
        byte[] secretTwo = hub.authenticator(two);
        assertThat(hub.code(one, TimeCodes.code(secretOne, hub.clock.instant())))
                .isInstanceOf(Logins.Code.Right.class);
        assertThat(hub.code(two, TimeCodes.code(secretTwo, hub.clock.instant())))
                .isInstanceOf(Logins.Code.Gone.class);
    }

    @Test
    void aNewInvitationRenewsPasswordAndAuthenticatorAndEndsWhatWasBegun() {
        String name = hub.account("finance");
        String begun = hub.token(name);
        hub.code(begun, TimeCodes.code(hub.authenticator(begun), hub.clock.instant()));
        String secret = hub.invite(name, "operations").text();
        assertThat(hub.login(name, PASSWORD)).isInstanceOf(Logins.Password.Right.class);
        assertThat(hub.accept(secret, name, "slate is wet where ponies gallop"))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(hub.bean(Logins.class).use(begun)).isEmpty();
        assertThat(hub.login(name, PASSWORD)).isInstanceOf(Logins.Password.Wrong.class);
        assertThat(((Logins.Password.Right) hub.login(name, "slate is wet where ponies gallop")).enrolled())
                .isFalse();
    }

    @Test
    void whoeverIsInvitedAgainIsSomebodyElseToTheHub() {
        String name = hub.account("staff");
        String first = hub.subject(name);
        assertThat(hub.accept(hub.invite(name, "staff").text(), name, "slate is wet where ponies gallop"))
                .isInstanceOf(Invitations.Acceptance.Accepted.class);
        assertThat(hub.subject(name)).isNotEqualTo(first);
        assertThat(hub.behind
                        .sql("select disabled_at is not null from idp_account where id = :id")
                        .param("id", first)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void onePersonInvitesOneFurtherAdministratorAndNoThird() {
        try (IdpInstallation empty = new IdpInstallation(Map.of())) {
            String first = empty.invitations().first().orElseThrow().text();
            empty.accept(first, "first", PASSWORD);
            assertThat(empty.hasRoom("administrators")).isTrue();
            String second = empty.invite("second", "administrators").text();
            assertThat(empty.hasRoom("administrators")).isFalse();
            assertThat(empty.hasRoom("staff")).isTrue();
            empty.accept(second, "second", PASSWORD);
            assertThat(empty.hasRoom("administrators")).isFalse();
            empty.clock.advance(Invitations.LIFE);
            assertThat(empty.hasRoom("administrators")).isFalse();
        }
    }

    @Test
    void anInvitationIsForItsPersonOnly() {
        String secret = hub.invite("somebody-else", "finance").text();
        assertThat(hub.accept(secret, "me-instead", PASSWORD)).isInstanceOf(Invitations.Acceptance.NotGood.class);
        assertThat(hub.accept(secret, "somebody-else", PASSWORD)).isInstanceOf(Invitations.Acceptance.Accepted.class);
    }

    @Test
    void whoeverIsDisabledGetsTheAnswerOfAWrongPasswordAndHisLoginsEnd() {
        String name = hub.account("finance");
        String begun = hub.token(name);
        byte[] secret = hub.authenticator(begun);
        RowScope.system().run(() -> {
            AccountStore accounts = hub.bean(AccountStore.class);
            accounts.retire(accounts.find(new UserName(name)).orElseThrow().id(), hub.clock.instant());
        });
        assertThat(hub.login(name, PASSWORD)).isInstanceOf(Logins.Password.Wrong.class);
        assertThat(hub.code(begun, TimeCodes.code(secret, hub.clock.instant()))).isInstanceOf(Logins.Code.Gone.class);
    }

    @Test
    void aLoginIsGoodForTenMinutes() {
        String name = hub.account("finance");
        String token = hub.token(name);
        byte[] secret = hub.authenticator(token);
        hub.clock.advance(Logins.LIFE);
        assertThat(hub.code(token, TimeCodes.code(secret, hub.clock.instant()))).isInstanceOf(Logins.Code.Gone.class);
    }

    @Test
    void aNewKeyIsPublishedBeforeItSigns() {
        try (IdpInstallation own = new IdpInstallation(Map.of("hub.idp.key-life", "2d"))) {
            IssuerKeys keys = own.bean(IssuerKeys.class);
            String first = keys.signing().getKeyID();
            assertThat(keys.signing().getKeyID()).isEqualTo(first);
            own.clock.advance(Duration.ofHours(47).plusMinutes(1));
            assertThat(keys.signing().getKeyID()).isEqualTo(first);
            assertThat(keys.published().getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
            own.clock.advance(Duration.ofHours(1));
            assertThat(keys.signing().getKeyID()).isNotEqualTo(first);
            own.clock.advance(Duration.ofDays(2));
            assertThat(keys.published().getKeyByKeyId(first)).isNull();
            assertThat(own.behind
                            .sql(
                                    "select count(*) from idp_key where sealed::text like '%' || encode('\"d\"', 'hex') || '%'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void thereIsNoIssuerBesideAnOutsideOneUnlessTheGlassIsBroken() {
        Map<String, String> outside = Map.of(
                "hub.staff.oidc.issuer", "https://login.example.test",
                "hub.staff.oidc.client-id", "hub",
                "hub.staff.oidc.client-secret", "a-secret-of-the-tests-01",
                "hub.staff.oidc.redirect-base-url", "https://hub.example.test");
        try (IdpInstallation off = new IdpInstallation(outside)) {
            assertThat(off.context.getBeanNamesForType(Protocol.class)).isEmpty();
            assertThat(off.context.getBeanNamesForType(Logins.class)).isEmpty();
        }
        Map<String, String> broken = new HashMap<>(outside);
        broken.put("hub.idp.break-glass", "true");
        try (IdpInstallation on = new IdpInstallation(broken)) {
            String usual = on.account("administrators");
            String glass = on.account("break-glass");
            assertThat(on.login(usual, PASSWORD)).isInstanceOf(Logins.Password.Wrong.class);
            String token = on.token(glass);
            assertThat(on.code(token, TimeCodes.code(on.authenticator(token), on.clock.instant())))
                    .isInstanceOf(Logins.Code.Right.class);
            assertThat(on.behind
                            .sql("select count(*) from access_audit where action = 'idp.break-glass.login'")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void refusesSettingsThatAreWeakOrNoOrigin() {
        Map<String, String> none = Map.of();
        assertThatThrownBy(() ->
                        new IdpSettings("short", "1", none, "http://localhost:8080", "", false, Duration.ofDays(90)))
                .hasMessageContaining("HUB_IDP_SECRET");
        assertThatThrownBy(() -> new IdpSettings(
                        IdpServer.SECRET, "1", none, "http://hub.example.test", "", false, Duration.ofDays(90)))
                .hasMessageContaining("hub.idp.url");
        assertThatThrownBy(() -> new IdpSettings(
                        IdpServer.SECRET, "1", none, "https://hub.example.test/x", "", false, Duration.ofDays(90)))
                .hasMessageContaining("hub.idp.url");
        assertThat(new IdpSettings(IdpServer.SECRET, "1", none, "https://h.test", "", false, Duration.ofDays(90))
                        .toString())
                .doesNotContain(IdpServer.SECRET);
        assertThat(Optional.of(new UserName("a.b@c-d")).get().text()).isEqualTo("a.b@c-d");
    }
}
