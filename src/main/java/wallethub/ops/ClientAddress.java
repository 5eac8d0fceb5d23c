package wallethub.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where a request comes from: the peer of the connection, unless that is a configured proxy, whose word is then taken for the
 * hop before it.
 *
 * <p>Exactly one header is believed, the configured one: a proxy that writes the one lets the other pass as the client made it.
 */
@Component
class ClientAddress {

    // A longer way is a forgery or a loop.
    private static final int MOST_HOPS = 20;

    private final List<AddressRange> proxies;
    private final EdgeSettings.ForwardedHeader header;

    ClientAddress(EdgeSettings settings) {
        proxies = settings.trustedProxies().stream().map(AddressRange::parse).toList();
        header = settings.forwardedHeader();
    }

    /** The right-most hop that is no proxy of ours, as a normalised IP address. */
    String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        InetAddress address = AddressRange.address(peer).orElse(null);
        if (address == null) {
            return peer;
        }
        if (isProxy(address)) {
            for (String hop : hops(request).reversed()) {
                Optional<InetAddress> before = AddressRange.address(hop);
                if (before.isEmpty()) {
                    // What cannot be read was written by somebody before our proxies.
                    break;
                }
                address = before.get();
                if (!isProxy(address)) {
                    break;
                }
            }
        }
        return text(address);
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(proxy -> proxy.contains(address));
    }

    /** The last hops that the header names, the nearest one last. */
    private List<String> hops(HttpServletRequest request) {
        List<String> hops = new ArrayList<>();
        for (String value : Collections.list(request.getHeaders(header.wire()))) {
            for (String element : value.split(",", -1)) {
                hops.add(header == EdgeSettings.ForwardedHeader.FORWARDED ? forwardedFor(element) : element);
            }
        }
        return hops.subList(Math.max(0, hops.size() - MOST_HOPS), hops.size());
    }

    /** The {@code for=} of one element of RFC 7239; empty when it has none. */
    private static String forwardedFor(String element) {
        for (String pair : element.split(";", -1)) {
            String text = pair.strip();
            if (text.regionMatches(true, 0, "for=", 0, 4)) {
                return text.substring(4).strip().replace("\"", "");
            }
        }
        return "";
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
