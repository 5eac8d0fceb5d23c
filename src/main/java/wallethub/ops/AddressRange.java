package wallethub.ops;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A block of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; one address is a block too. */
record AddressRange(InetAddress first, int prefix) {

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final int LONGEST_TEXT = 45;

    AddressRange {
        if (prefix < 0 || prefix > first.getAddress().length * 8) {
            throw new IllegalArgumentException("no such prefix length: /" + prefix);
        }
    }

    /** @throws IllegalArgumentException for a text that is no address or block; names are never looked up */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = address(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("no IP address or CIDR block: " + text));
        if (slash < 0) {
            return new AddressRange(first, first.getAddress().length * 8);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("no IP address or CIDR block: " + text);
        }
        return new AddressRange(first, Integer.parseInt(length));
    }

    /** An address as text, also with a port, in brackets or with a zone; an IPv4 address mapped into IPv6 is IPv4. */
    static Optional<InetAddress> address(String text) {
        String bare = withoutPort(text.strip());
        int zone = bare.indexOf('%');
        bare = zone < 0 ? bare : bare.substring(0, zone);
        if (bare.length() > LONGEST_TEXT
                || !(bare.contains(":") || IPV4.matcher(bare).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? "" : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        boolean one = colon >= 0 && colon == text.lastIndexOf(':');
        return one ? text.substring(0, colon) : text;
    }

    boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
