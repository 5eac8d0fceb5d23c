package wallethub.idp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * At the start of a hub whose issuer has no account: the one place that ever shows the first secret. Beside an outside issuer
 * there is none, for nobody in the group of administrators may log in here.
 */
@Component
@WhileIssuing
class FirstAccount {

    private static final Logger log = LoggerFactory.getLogger(FirstAccount.class);

    private final Invitations invitations;
    private final IdpSettings settings;
    private final boolean outside;

    FirstAccount(Invitations invitations, IdpSettings settings, Environment environment) {
        this.invitations = invitations;
        this.settings = settings;
        outside = WhileIssuing.Issuing.outside(environment);
    }

    @EventListener(ApplicationReadyEvent.class)
    void announce() {
        if (outside) {
            return;
        }
        invitations
                .first()
                .ifPresent(secret -> log.warn(
                        "nobody can log in yet: make the first administrator at {}/bootstrap with the one-time secret {},"
                                + " good until {}",
                        settings.issuer(),
                        secret.text(),
                        secret.expiresAt()));
    }
}
