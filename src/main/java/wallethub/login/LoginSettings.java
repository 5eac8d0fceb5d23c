package wallethub.login;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import wallethub.access.RateLimit;
import wallethub.access.SecretKeys;

/**
 * How customers log in. Every number has a ceiling that no setting passes.
 *
 * @param pepper keys the hashes of codes and numbers, and seals what must be read again; 32 characters at least
 * @param pepperKid names it in the rows
 * @param previousPeppers by kid: what was hashed or sealed with them is still read
 * @param signingKeys by kid: P-256, as a JWK or as PKCS #8 in Base64; all of them verify
 * @param signingKid the one that signs
 * @param issuer in every token, and the only one believed
 * @param audience the same
 * @param countries whose mobile numbers get codes, ISO 3166-1
 * @param codeLife how long a code is good for
 * @param accessLife of an access token
 * @param idle a session ends when its refresh token is not used for so long
 * @param absolute a session ends after so long in any case
 * @param grace how long a lost answer of a refresh may be asked for again
 * @param sessions a customer has at once; the one unused for longest gives way
 */
@ConfigurationProperties("hub.login")
record LoginSettings(
        @DefaultValue("") String pepper,
        @DefaultValue("1") String pepperKid,
        @DefaultValue Map<String, String> previousPeppers,
        @DefaultValue Map<String, String> signingKeys,
        @DefaultValue("") String signingKid,
        @DefaultValue("wallet-hub") String issuer,
        @DefaultValue("wallet-hub/customer") String audience,
        @DefaultValue({"SA", "AE", "KW", "BH", "QA", "OM"}) List<String> countries,
        @DefaultValue("300s") Duration codeLife,
        @DefaultValue("10m") Duration accessLife,
        @DefaultValue("14d") Duration idle,
        @DefaultValue("30d") Duration absolute,
        @DefaultValue("10s") Duration grace,
        @DefaultValue("20") int sessions,
        @DefaultValue Sending sending,
        @DefaultValue Guessing guessing,
        @DefaultValue Pumping pumping) {

    /**
     * How often codes are asked for.
     *
     * @param pauses between two codes for one number: after the first, the second, and every later one
     * @param perHour codes for one number
     * @param perDay the same
     * @param addressTenMinutes codes asked for from one address, or one /64 of IPv6
     * @param addressHour the same
     * @param prefixHour codes for numbers that differ in their last four digits only
     * @param dailyBudget what messages may cost in a day, in the currency of their price
     * @param price of one message
     */
    record Sending(
            @DefaultValue({"60s", "120s", "300s"}) List<Duration> pauses,
            @DefaultValue("5") int perHour,
            @DefaultValue("10") int perDay,
            @DefaultValue("10") int addressTenMinutes,
            @DefaultValue("30") int addressHour,
            @DefaultValue("20") int prefixHour,
            @DefaultValue("100.00") BigDecimal dailyBudget,
            @DefaultValue("0.05") BigDecimal price) {

        Sending {
            pauses = List.copyOf(pauses);
            demand(pauses.size() == 3, "hub.login.sending.pauses has three");
            pauses.forEach(pause -> within("sending.pauses", pause, Duration.ofSeconds(10), Duration.ofHours(1)));
            within("sending.per-hour", perHour, 1, 10);
            within("sending.per-day", perDay, 1, 20);
            within("sending.address-ten-minutes", addressTenMinutes, 1, 1_000);
            within("sending.address-hour", addressHour, 1, 10_000);
            within("sending.prefix-hour", prefixHour, 1, 10_000);
            demand(price.signum() > 0, "hub.login.sending.price is above 0");
            demand(
                    dailyBudget.compareTo(price) >= 0 && messages(dailyBudget, price) <= 1_000_000,
                    "hub.login.sending.daily-budget pays for 1 to 1000000 messages");
        }

        private static long messages(BigDecimal budget, BigDecimal price) {
            return budget.divide(price, 0, RoundingMode.DOWN).longValueExact();
        }

        RateLimit ofMobile() {
            return RateLimit.of(
                    "otp-mobile",
                    new RateLimit.Window(perHour, Duration.ofHours(1)),
                    new RateLimit.Window(perDay, Duration.ofDays(1)));
        }

        RateLimit ofAddress() {
            return RateLimit.of(
                    "otp-address",
                    new RateLimit.Window(addressTenMinutes, Duration.ofMinutes(10)),
                    new RateLimit.Window(addressHour, Duration.ofHours(1)));
        }

        RateLimit ofPrefix() {
            return RateLimit.of("otp-prefix", new RateLimit.Window(prefixHour, Duration.ofHours(1)));
        }

        RateLimit ofBudget() {
            int count = Math.toIntExact(messages(dailyBudget, price));
            return RateLimit.of("otp-budget", new RateLimit.Window(count, Duration.ofDays(1)));
        }
    }

    /**
     * What wrong codes lead to.
     *
     * @param step so many wrong codes in a day, and so many again, each time make the number wait
     * @param waits the first, the second, and every later one
     * @param most wrong codes in a row, ever, before unknown devices need another factor
     */
    record Guessing(
            @DefaultValue("10") int step,
            @DefaultValue({"15m", "1h", "4h"}) List<Duration> waits,
            @DefaultValue("100") int most) {

        Guessing {
            waits = List.copyOf(waits);
            within("guessing.step", step, 5, 10);
            demand(waits.size() == 3, "hub.login.guessing.waits has three");
            waits.forEach(wait -> within("guessing.waits", wait, Duration.ofMinutes(1), Duration.ofDays(1)));
            within("guessing.most", most, step, 100);
        }
    }

    /**
     * When a range of numbers is taken for one that somebody earns from.
     *
     * @param window looked back
     * @param sent so many messages at least went to the range
     * @param verifiedPercent and fewer than so many of a hundred came back as a right code
     * @param pause how long the range then gets no codes, unless a human is shown to ask
     */
    record Pumping(
            @DefaultValue("15m") Duration window,
            @DefaultValue("50") int sent,
            @DefaultValue("20") int verifiedPercent,
            @DefaultValue("1h") Duration pause) {

        Pumping {
            within("pumping.window", window, Duration.ofMinutes(1), Duration.ofHours(24));
            within("pumping.sent", sent, 5, 10_000);
            within("pumping.verified-percent", verifiedPercent, 0, 100);
            within("pumping.pause", pause, Duration.ofMinutes(1), Duration.ofDays(7));
        }
    }

    LoginSettings {
        previousPeppers = Map.copyOf(previousPeppers);
        signingKeys = Map.copyOf(signingKeys);
        countries = List.copyOf(countries);
        SecretKeys.demandSecret("HUB_LOGIN_PEPPER (hub.login.pepper)", pepper);
        previousPeppers.forEach((kid, old) -> SecretKeys.demandSecret("hub.login.previous-peppers." + kid, old));
        demand(
                !pepperKid.isBlank() && !previousPeppers.containsKey(pepperKid),
                "hub.login.pepper-kid names one pepper");
        demand(!signingKeys.isEmpty(), "HUB_LOGIN_SIGNINGKEYS_<KID> (hub.login.signing-keys.<kid>) is missing");
        demand(!signingKid.isBlank(), "HUB_LOGIN_SIGNINGKID (hub.login.signing-kid) is missing");
        demand(
                signingKeys.containsKey(signingKid),
                "HUB_LOGIN_SIGNINGKID (hub.login.signing-kid) names none of hub.login.signing-keys");
        demand(!issuer.isBlank() && !audience.isBlank(), "hub.login.issuer and audience are not empty");
        demand(!countries.isEmpty(), "hub.login.countries is not empty");
        within("code-life", codeLife, Duration.ofSeconds(30), Duration.ofSeconds(600));
        within("access-life", accessLife, Duration.ofSeconds(30), Duration.ofMinutes(10));
        within("absolute", absolute, Duration.ofMinutes(1), Duration.ofDays(30));
        within("idle", idle, Duration.ofMinutes(1), Duration.ofDays(14));
        within("grace", grace, Duration.ZERO, Duration.ofSeconds(10));
        within("sessions", sessions, 1, 100);
    }

    /** Never the secrets. */
    @Override
    public String toString() {
        return "LoginSettings[pepperKid=" + pepperKid + ", signingKid=" + signingKid + "]";
    }

    private static void within(String name, Duration value, Duration least, Duration most) {
        demand(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "hub.login." + name + " is from " + least + " to " + most);
    }

    private static void within(String name, int value, int least, int most) {
        demand(value >= least && value <= most, "hub.login." + name + " is from " + least + " to " + most);
    }

    private static void demand(boolean rule, String message) {
        if (!rule) {
            throw new IllegalArgumentException(message);
        }
    }
}
