package wallethub.crash;

import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** The crash point that lies in the container, behind all code of ours. */
@Configuration(proxyBeanMethods = false)
@Profile("crash-test")
class CrashBeans {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> pointAfterAnswer() {
        return factory -> factory.addEngineValves(new AnswerValve());
    }
}
