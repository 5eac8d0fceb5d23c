package wallethub.staff;

import java.net.URI;
import java.util.List;
import java.util.Map;
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
                ? Optional.ofNullable(embedded.getIfAvailable()).map(issuer -> of(issuer, issuer.rolesByGroup(), false))
                : Optional.of(of(settings));
    }

    /** The one of either door. */
    Optional<RelyingParty> at(boolean breakGlass) {
        return breakGlass ? breakGlass() : current();
    }

    /** The embedded issuer beside an outside one, where the settings let the glass be broken; without that, empty. */
    private Optional<RelyingParty> breakGlass() {
        return settings.issuer().isBlank()
                ? Optional.empty()
                : Optional.ofNullable(embedded.getIfAvailable()).map(issuer -> of(issuer, Map.of(), true));
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
                settings.personClaim(),
                settings.groups(),
                settings.requiredAcr(),
                settings.requiredAmr(),
                false);
    }

    private static RelyingParty of(EmbeddedIssuer issuer, Map<String, String> rolesByGroup, boolean breakGlass) {
        return new RelyingParty(
                issuer.issuer(),
                issuer.reachedAt().toString(),
                issuer.clientId(),
                issuer.clientSecret(),
                URI.create(issuer.issuer()).resolve("/"),
                List.of("openid", "profile"),
                "groups",
                EmbeddedIssuer.PERSON_CLAIM,
                rolesByGroup,
                List.of(),
                List.of(),
                breakGlass);
    }
}
