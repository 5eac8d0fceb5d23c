package wallethub.login;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Who an address counts as: itself, or its /64 where it is IPv6, because one subscriber has all of that. */
final class ClientNetwork {

    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** @param address a literal; anything else counts as one unknown network, and so does none */
    static String of(@Nullable String address) {
        if (address == null) {
            return "unknown";
        }
        try {
            // A literal only: nothing is looked up.
            InetAddress read = InetAddress.ofLiteral(address);
            byte[] bytes = read.getAddress();
            return read instanceof Inet4Address
                    ? HexFormat.of().formatHex(bytes)
                    : HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64";
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }
}
