package wallethub.lane;

import java.net.URI;
import java.util.Locale;

/**
 * What the settings of a foreign system must be before anything starts, for all systems alike.
 *
 * @param target its name in the settings: {@code erp} for {@code hub.erp.url} and {@code HUB_ERP_URL}
 */
public record TargetRules(String target) {

    private static final int TOKEN_MIN = 16;

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
        demand("token", !token.isBlank(), "is missing");
        demand("token", token.length() >= TOKEN_MIN, "is too weak: it has fewer than " + TOKEN_MIN + " characters");
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
            String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
            throw new IllegalArgumentException(variable + " (" + name + ") " + rule);
        }
    }
}
