package wallethub.staff;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.SessionTokens;

/** ID tokens as OpenID Connect Core 3.1.3.7 says they are to be believed; what is not exactly right is refused. */
@Component
class IdTokens {

    private static final Set<String> TYPES = Set.of("", "jwt");
    private static final Duration OLDEST = Duration.ofMinutes(10);
    private static final int LONGEST_GROUP = 255;
    private static final int LONGEST_NAME = 200;
    private static final Pattern PLAIN = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");
    private static final int MOST_GROUPS = 200;

    private final IssuerSignatures signatures;
    private final Clock clock;

    IdTokens(IssuerSignatures signatures, Clock clock) {
        this.signatures = signatures;
        this.clock = clock;
    }

    Identity read(RelyingParty party, String token, String nonce) throws IssuerException {
        JWTClaimsSet claims = signatures.verified(party, token, TYPES);
        try {
            demandMeant(party, claims);
            demandTimely(claims);
            String said = claims.getStringClaim("nonce");
            demand(said != null && MessageDigest.isEqual(said.getBytes(UTF_8), nonce.getBytes(UTF_8)), "nonce");
            demandStrong(party, claims);
            return identity(party, claims);
        } catch (ParseException e) {
            throw IssuerException.refused("claim-form");
        }
    }

    /** For us, and issued by whom it should. */
    private static void demandMeant(RelyingParty party, JWTClaimsSet claims) throws IssuerException, ParseException {
        demand(party.issuer().equals(claims.getIssuer()), "iss");
        demand(claims.getAudience().contains(party.clientId()), "aud");
        String azp = claims.getStringClaim("azp");
        demand(azp == null ? claims.getAudience().size() == 1 : azp.equals(party.clientId()), "azp");
    }

    private void demandTimely(JWTClaimsSet claims) throws IssuerException, ParseException {
        Instant now = clock.instant();
        Date expiresAt = claims.getExpirationTime();
        Date issuedAt = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        Instant latest = now.plus(SessionTokens.SKEW);
        demand(
                expiresAt != null
                        && expiresAt.toInstant().plus(SessionTokens.SKEW).isAfter(now),
                "exp");
        demand(
                issuedAt != null
                        && !issuedAt.toInstant().isAfter(latest)
                        && issuedAt.toInstant().isAfter(now.minus(OLDEST)),
                "iat");
        demand(notBefore == null || !notBefore.toInstant().isAfter(latest), "nbf");
        Date authenticatedAt = claims.getDateClaim("auth_time");
        demand(authenticatedAt == null || !authenticatedAt.toInstant().isAfter(latest), "auth_time");
    }

    /** As strong a login as the settings ask for. */
    private static void demandStrong(RelyingParty party, JWTClaimsSet claims) throws IssuerException, ParseException {
        String acr = claims.getStringClaim("acr");
        demand(
                party.requiredAcr().isEmpty()
                        || (acr != null && party.requiredAcr().contains(acr)),
                "acr");
        List<String> amr = claims.getStringListClaim("amr");
        demand(party.requiredAmr().isEmpty() || (amr != null && amr.containsAll(party.requiredAmr())), "amr");
    }

    private static Identity identity(RelyingParty party, JWTClaimsSet claims) throws IssuerException, ParseException {
        String subject = claims.getSubject();
        if (subject == null || !isPlain(subject)) {
            throw IssuerException.refused("sub");
        }
        String sid = claims.getStringClaim("sid");
        demand(sid == null || isPlain(sid), "sid");
        return new Identity(
                party.issuer(),
                subject,
                person(party, claims, subject),
                sid,
                name(claims),
                groups(claims.getClaim(party.groupsClaim())));
    }

    /** Where the settings name a claim of it, nobody comes in without. */
    private static String person(RelyingParty party, JWTClaimsSet claims, String subject)
            throws IssuerException, ParseException {
        if (party.personClaim().isEmpty()) {
            return subject;
        }
        String person = claims.getStringClaim(party.personClaim());
        if (person == null || !isPlain(person)) {
            throw IssuerException.refused("person");
        }
        return person;
    }

    /** As OpenID Connect wants a subject: ASCII, 255 characters at most. Whatever else there is might be kept as another text. */
    static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }

    private static String name(JWTClaimsSet claims) {
        String name = Stream.of("name", "preferred_username")
                .map(claims::getClaim)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse("");
        String storable = name.replace("\u0000", "");
        return storable.length() <= LONGEST_NAME ? storable : storable.substring(0, LONGEST_NAME);
    }

    /** One, several or none; more than anybody has are refused rather than cut. */
    private static List<String> groups(@Nullable Object claim) throws IssuerException {
        Collection<?> said =
                claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        demand(said.size() <= MOST_GROUPS, "groups");
        List<String> groups = said.stream()
                .filter(Objects::nonNull)
                .map(Object::toString)
                .distinct()
                .sorted()
                .toList();
        demand(groups.stream().allMatch(group -> group.length() <= LONGEST_GROUP && group.indexOf(0) < 0), "groups");
        return groups;
    }

    private static void demand(boolean rule, String reason) throws IssuerException {
        if (!rule) {
            throw IssuerException.refused(reason);
        }
    }
}
