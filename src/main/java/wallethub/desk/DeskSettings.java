package wallethub.desk;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the desk.
 *
 * @param unmaskings customers whose name and number one person may read within an hour, 1 to 1000
 */
@ConfigurationProperties("hub.desk")
record DeskSettings(@DefaultValue("30") int unmaskings) {

    DeskSettings {
        if (unmaskings < 1 || unmaskings > 1000) {
            throw new IllegalArgumentException("hub.desk.unmaskings must be within 1 to 1000");
        }
    }
}
