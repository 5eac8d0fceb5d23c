package wallethub.database;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the scope in front of the pool, so that there is no way to the database around it. */
@Configuration(proxyBeanMethods = false)
class DatabaseBeans {

    @Bean
    static BeanPostProcessor scopesEveryConnection() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source && !(bean instanceof ScopedDataSource)
                        ? new ScopedDataSource(source)
                        : bean;
            }
        };
    }
}
