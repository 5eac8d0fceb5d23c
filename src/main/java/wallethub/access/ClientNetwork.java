package wallethub.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who an address counts as: itself, or its /64 where it is IPv6, because one subscriber has all of that. */
public final class ClientNetwork {

    private static final String UNKNOWN = "unknown";
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** @param address a literal; anything else counts as one unknown network, and so does none */
    public static String of(@Nullable String address) {
        if (address == null) {
            return UNKNOWN;
        }
        try {
            // A literal only: nothing is looked up.
            InetAddress read = InetAddress.ofLiteral(address);
            return read instanceof Inet6Address ? network(read) + "/64" : read.getHostAddress();
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }

    private static String network(InetAddress six) {
        byte[] bytes = six.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an IPv6 address", e);
        }
    }
}
