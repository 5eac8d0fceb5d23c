package wallethub.lane;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * What the settings of a foreign system must be before anything starts, for all systems alike.
 *
 * @param target its name in the settings: {@code erp} for {@code hub.erp.url} and {@code HUB_ERP_URL}
 */
public record TargetRules(String target) {

    private static final int TOKEN_MIN = 16;
    private static final String NAME = "[A-Za-z0-9._-]{1,64}";
    private static final Duration DURATION_MIN = Duration.ofSeconds(1);
    private static final Duration DURATION_MAX = Duration.ofDays(1);

    /** @param example one that there is */
    public void connector(String connector, String example) {
        demand("connector", connector.matches("[a-z][a-z0-9-]*"), "is a word such as " + example);
    }

    public void url(String url) {
        demand("url", !url.isBlank(), "is missing");
        demand("url", isWebAddress(url), "is not an http or https URL");
    }

    /** What it knows us by: 128 bits at least. */
    public void token(String token) {
        secret("token", token);
    }

    /** A secret under a name of its own, as strong as a token. */
    public void secret(String setting, String secret) {
        demand(setting, !secret.isBlank(), "is missing");
        demand(setting, secret.length() >= TOKEN_MIN, "is too weak: it has fewer than " + TOKEN_MIN + " characters");
    }

    /** Something that the target has by this name: a database, a user, a journal. */
    public void name(String setting, String name) {
        demand(setting, !name.isBlank(), "is missing");
        demand(setting, name.matches(NAME), "has other characters than letters, digits, dot, dash and underscore");
    }

    public void number(String setting, int number) {
        demand(setting, number > 0, "is not above 0");
    }

    public void number(String setting, int number, int min, int max) {
        demand(setting, number >= min && number <= max, "is not between " + min + " and " + max);
    }

    public void duration(String setting, Duration duration) {
        demand(
                setting,
                duration.compareTo(DURATION_MIN) >= 0 && duration.compareTo(DURATION_MAX) <= 0,
                "is not between 1s and 1d");
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The variable comes first: an operator looks for the name that he sets. */
    private void demand(String setting, boolean holds, String rule) {
        if (!holds) {
            String name = "hub." + target + "." + setting;
            String variable = name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
            throw new IllegalArgumentException(variable + " (" + name + ") " + rule);
        }
    }
}
