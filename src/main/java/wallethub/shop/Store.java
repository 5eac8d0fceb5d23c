package wallethub.shop;

import java.net.URI;
import java.util.List;
import wallethub.id.StoreId;

/**
 * A web shop that sells to our customers.
 *
 * @param open whether its keys are good for anything
 * @param returnOrigins scheme, host and port that a customer's browser may be sent back to, such as {@code https://shop.example}
 * @param version counts its changes
 */
public record Store(StoreId id, String name, boolean open, List<String> returnOrigins, StoreCaps caps, int version) {

    private static final int LONGEST_URL = 2_048;

    public Store {
        returnOrigins = List.copyOf(returnOrigins);
    }

    /** Whether a browser may be sent there: https, an origin on the list exactly, no user and no fragment. */
    public boolean mayReturnTo(URI url) {
        return url.toString().length() <= LONGEST_URL
                && "https".equals(url.getScheme())
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getRawAuthority() != null
                && returnOrigins.contains("https://" + url.getRawAuthority());
    }
}
