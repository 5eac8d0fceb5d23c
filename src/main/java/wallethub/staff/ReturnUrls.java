package wallethub.staff;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Where a browser may be sent after a login: exactly an allowed scheme, host and port; https, no user, no fragment. */
@Component
class ReturnUrls {

    private static final int LONGEST = 2_048;

    private final List<String> origins;

    ReturnUrls(StaffSettings settings) {
        origins = settings.returnUrls();
    }

    boolean allow(String returnUrl) {
        if (returnUrl.length() > LONGEST || !returnUrl.chars().allMatch(c -> c > ' ' && c < 127)) {
            return false;
        }
        try {
            URI url = new URI(returnUrl);
            return "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && origins.contains("https://" + url.getHost() + (url.getPort() == -1 ? "" : ":" + url.getPort()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The same with one more parameter, whose value needs no encoding. */
    static String with(String returnUrl, String name, String value) {
        return returnUrl + (returnUrl.contains("?") ? "&" : "?") + name + "=" + value;
    }
}
