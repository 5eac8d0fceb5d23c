package wallethub.login;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads mobile numbers as the login does, for whoever looks for a customer by one. */
@Component
public class MobileReader {

    private final LoginSettings settings;

    MobileReader(LoginSettings settings) {
        this.settings = settings;
    }

    /** The number in its canonical form, E.164; empty when the text is no mobile number of a served country. */
    public Optional<String> read(String text) {
        return MobileNumber.read(text, settings.countries()).map(MobileNumber::e164);
    }
}
