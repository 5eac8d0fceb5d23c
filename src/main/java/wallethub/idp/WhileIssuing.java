package wallethub.idp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * A bean that is there only while the hub issues logins itself: it has a secret to do so, and no outside issuer does it, unless
 * the glass may be broken.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(WhileIssuing.Issuing.class)
@interface WhileIssuing {

    /** Reads the settings as Spring binds them, in whatever form they were given. */
    final class Issuing implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment settings = context.getEnvironment();
            return !text(settings, "hub.idp.secret").isBlank()
                    && (!outside(settings)
                            || Binder.get(settings)
                                    .bind("hub.idp.break-glass", Boolean.class)
                                    .orElse(false));
        }

        static boolean outside(Environment settings) {
            return !text(settings, "hub.staff.oidc.issuer").isBlank();
        }

        private static String text(Environment settings, String name) {
            return Binder.get(settings).bind(name, String.class).orElse("");
        }
    }
}
