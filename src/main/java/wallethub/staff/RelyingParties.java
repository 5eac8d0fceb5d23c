package wallethub.staff;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Which issuer staff log in at: the one of the settings, else the embedded one. */
@Component
class RelyingParties {

    private final OidcSettings settings;
    private final ObjectProvider<EmbeddedIssuer> embedded;

    RelyingParties(OidcSettings settings, ObjectProvider<EmbeddedIssuer> embedded) {
        this.settings = settings;
        this.embedded = embedded;
    }

    /** Empty where nobody can log in. */
    Optional<RelyingParty> current() {
        return settings.issuer().isBlank()
                ? Optional.ofNullable(embedded.getIfAvailable()).map(RelyingParties::of)
                : Optional.of(of(settings));
    }

    private static RelyingParty of(OidcSettings settings) {
        return new RelyingParty(
                settings.issuer(),
                settings.issuer(),
                settings.clientId(),
                settings.clientSecret(),
                URI.create(settings.redirectBaseUrl()),
                settings.scopes(),
                settings.groupsClaim(),
                settings.groups(),
                settings.requiredAcr(),
                settings.requiredAmr());
    }

    private static RelyingParty of(EmbeddedIssuer issuer) {
        return new RelyingParty(
                issuer.issuer(),
                issuer.reachedAt().toString(),
                issuer.clientId(),
                issuer.clientSecret(),
                URI.create(issuer.issuer()).resolve("/"),
                List.of("openid", "profile"),
                "groups",
                issuer.rolesByGroup(),
                List.of(),
                List.of());
    }
}
