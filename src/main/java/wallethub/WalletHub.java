package wallethub;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The hub's process: one Spring Boot application, as many identical instances of it as are wanted. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WalletHub {

    public static void main(String[] args) {
        SpringApplication.run(WalletHub.class, args);
    }
}
